import { IMPORT_DELIMITERS } from '@leadstream/contracts';
import { CsvSplitter, type Delimiter, type Dialect } from './csv-splitter.rules.js';

/** Records that are looked at. */
const SAMPLE_RECORDS = 100;

/** The beginning of a file. */
export interface Sample {
  readonly text: string;
  /** Whether the file ends with it. */
  readonly isWhole: boolean;
}

export interface FoundDialect extends Dialect {
  /** Whether the first line is `sep=;`, by which spreadsheet programs are told the delimiter: no record. */
  readonly hasSeparatorLine: boolean;
}

/** How well a delimiter splits the sample. */
interface Fit {
  readonly delimiter: Delimiter;
  /** Cells of the heading. */
  readonly width: number;
  /** Share of the records that have as many cells. */
  readonly even01: number;
  /** Cells of the heading that begin with a space: what parted them may have been punctuation. */
  readonly spaced: number;
}

/**
 * Finds out how a file separates cells and rows.
 * @param stated the delimiter, where the caller knows it
 * @returns the delimiter by which most records are as wide as the heading, and the heading is widest; the comma when the
 *   heading has none
 */
export function dialectOf(sample: Sample, stated: Delimiter | undefined): FoundDialect {
  const separator = /^sep=([,;\t|])(?=[\r\n])/i.exec(sample.text)?.[1] as Delimiter | undefined;
  const terminator = terminatorOf(sample.text);
  const text = separator === undefined ? sample.text : sample.text.slice(5).replace(/^\r?\n|^\r/, '');
  const quote = quoteOf(text);
  const known = stated ?? separator;
  const likeliest = () =>
    likeliestOf(IMPORT_DELIMITERS.flatMap((delimiter) => fitOf({ ...sample, text }, { delimiter, quote, terminator })));
  return { delimiter: known ?? likeliest() ?? ',', quote, terminator, hasSeparatorLine: separator !== undefined };
}

function likeliestOf(fits: readonly Fit[]): Delimiter | undefined {
  const rank = ({ even01, width }: Fit) => even01 * Math.log2(width);
  return [...fits].sort((one, other) => rank(other) - rank(one) || one.spaced - other.spaced)[0]?.delimiter;
}

/** Empty when the delimiter does not occur in the heading. */
function fitOf({ text, isWhole }: Sample, dialect: Dialect): Fit[] {
  const records = recordsOf(text, isWhole, dialect).filter((cells) => cells.some((cell) => cell.trim() !== ''));
  const [heading = [], ...others] = records.length > 0 ? records.slice(0, SAMPLE_RECORDS) : [headingOf(text, dialect)];
  const width = heading.length;
  if (width < 2) return [];
  const even = others.filter((cells) => cells.length === width).length;
  const spaced = heading.slice(1).filter((cell) => cell.startsWith(' ')).length;
  return [{ delimiter: dialect.delimiter, width, even01: others.length === 0 ? 1 : even / others.length, spaced }];
}

/** None when the quotes do not pair, which the reading itself will tell. */
function recordsOf(text: string, isWhole: boolean, dialect: Dialect): string[][] {
  const splitter = new CsvSplitter(dialect);
  try {
    const records = splitter.push(text);
    return [...records, ...(isWhole ? splitter.end() : [])].map(({ cells }) => cells);
  } catch {
    return [];
  }
}

/** The first line that is not blank, its quoted parts left out. */
function headingOf(text: string, { delimiter, quote, terminator }: Dialect): string[] {
  const unquoted = text.replace(QUOTED[quote], '');
  const line = unquoted.split(terminator).find((candidate) => candidate.replaceAll(delimiter, '').trim() !== '') ?? '';
  return line.split(delimiter);
}

const QUOTED: Readonly<Record<Dialect['quote'], RegExp>> = { '"': /"(?:[^"]|"")*(?:"|$)/g, "'": /'(?:[^']|'')*(?:'|$)/g };

/** Apostrophes quote only where they surround every cell of a heading of several: elsewhere they are part of names. */
function quoteOf(text: string): Dialect['quote'] {
  return /^[\r\n]*'[^'\r\n]+'(?:[,;\t|]'[^'\r\n]*')+(?:[\r\n]|$)/.test(text) ? "'" : '"';
}

/** A lone carriage return ends rows when the first end of a line outside of quotes is one. */
function terminatorOf(text: string): Dialect['terminator'] {
  const unquoted = text.replace(QUOTED['"'], '').replace(/^[\r\n]+/, '');
  const end = unquoted.search(/[\r\n]/);
  const isClassicMac = end !== -1 && unquoted[end] === '\r' && unquoted[end + 1] !== '\n' && unquoted[end + 1] !== undefined;
  return isClassicMac ? '\r' : '\n';
}
