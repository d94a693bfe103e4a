import { IMPORT_DELIMITERS } from '@leadstream/contracts';
import type { Delimiter, Dialect } from './csv-splitter.rules.js';

/**
 * Finds out how a file separates cells and rows from its heading line.
 * @param start beginning of the file, heading line included
 * @param stated the delimiter, where the caller knows it
 * @returns the delimiter that occurs most outside of quotes; the comma when none does
 */
export function dialectOf(start: string, stated: Delimiter | undefined): Dialect {
  const line = headingLine(start);
  const counts = IMPORT_DELIMITERS.map((delimiter) => line.cells.split(delimiter).length);
  const delimiter = stated ?? IMPORT_DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
  return { delimiter, terminator: line.terminator };
}

/** The first line that is not blank, without its quoted parts, and what ends it. */
function headingLine(start: string): { cells: string; terminator: Dialect['terminator'] } {
  const unquoted = start.replace(/"(?:[^"]|"")*(?:"|$)/g, '').replace(/^[\r\n]+/, '');
  const end = unquoted.search(/[\r\n]/);
  if (end === -1) return { cells: unquoted, terminator: '\n' };
  const isClassicMac = unquoted[end] === '\r' && unquoted[end + 1] !== '\n' && unquoted[end + 1] !== undefined;
  return { cells: unquoted.slice(0, end), terminator: isClassicMac ? '\r' : '\n' };
}
