import type { FileBlocks, LeadRows, Row } from '../lead-export.js';
import { writeCell } from '../../lead/values/spreadsheet-cell.rules.js';

/** Tells programs that read a file without being told otherwise that it is UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';

/**
 * Spaces at the ends of a cell count (RFC 4180, 2.4), but not every reader knows that of cells without quotes; and some part cells at all the signs that
 * are used for it.
 */
const NEEDS_QUOTES = /[",;|\t\r\n]|^\s|\s$/;

/** All that either needs quotes or may need an apostrophe ({@link writeCell}): nine cells in ten are told in one look to need neither. */
const NOTABLE = /["',;|\t\r\n]|^[\s=+\-@＝＋－＠]|\s$/;

/** A CSV file (RFC 4180) in UTF-8 with byte order mark, a block for each batch of rows. */
export async function* csvFile(headings: Row, rows: LeadRows): FileBlocks {
  yield Buffer.from(BYTE_ORDER_MARK + csvRow(headings));
  for await (const batch of rows) {
    if (batch.length > 0) yield Buffer.from(batch.map(csvRow).join(''));
  }
}

function csvRow(cells: Row): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(text: string): string {
  if (!NOTABLE.test(text)) return text;
  const cell = writeCell(text);
  return NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
