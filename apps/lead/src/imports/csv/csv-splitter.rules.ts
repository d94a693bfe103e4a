import type { ImportOptions } from '@leadstream/contracts';
import { importErrors } from '../import.errors.js';
import type { BrokenCell, FileRecord } from '../table/file-record.js';
import { closesCellFromAbove, lenientCells } from './lenient-line.rules.js';

/** Longest row (UTF-16 units); a quote that never closes would otherwise take the whole file into memory. */
export const MAX_RECORD_LENGTH = 1024 * 1024;

export type Delimiter = NonNullable<ImportOptions['delimiter']>;

export interface Dialect {
  readonly delimiter: Delimiter;
  /** What surrounds a cell that holds delimiters or ends of lines; doubled inside of it. */
  readonly quote: '"' | "'";
  /** What ends a row: `\n` (with or without `\r` before it), or a lone `\r`. */
  readonly terminator: '\n' | '\r';
}

interface CsvRecord {
  readonly cells: string[];
  readonly broken?: BrokenCell | undefined;
  /** Where the next record begins. */
  readonly next: number;
}

interface Cell {
  readonly value: string;
  /** Where the delimiter or the end of the record stands. */
  readonly end: number;
  /** The record that the cell is in, where its quotes do not pair. */
  readonly record?: CsvRecord;
}

/** Characters of what stands where a file cannot be read. */
const SHOWN_LENGTH = 60;

/**
 * Splits CSV text (RFC 4180) into records as it comes in; blank lines are left out. A quote inside an unquoted cell is a
 * character like any other; text behind a closing quote is an error, of its row alone where it is sure that the row ends with its line: every
 * cell of it closes, it is as wide as the first record, and no cell of it may end in the next line. Why this is no library's work: `docs/adr/0008`.
 * @throws DomainError `LEAD.IMPORT_QUOTES`, `LEAD.IMPORT_NUL`, `LEAD.IMPORT_RECORD_TOO_LARGE`, each with the line
 */
export class CsvSplitter {
  readonly #delimiter: Delimiter;
  readonly #quote: Dialect['quote'];
  readonly #terminator: '\n' | '\r';
  #rest = '';
  #line = 1;
  /** Of the first record. */
  #width: number | undefined;

  constructor({ delimiter, quote, terminator }: Dialect) {
    this.#delimiter = delimiter;
    this.#quote = quote;
    this.#terminator = terminator;
  }

  /** Takes the next block of text and gives the records that are complete. */
  push(text: string): FileRecord[] {
    const records = this.#split(this.#rest + text, false);
    if (this.#rest.length > MAX_RECORD_LENGTH) {
      throw this.#rest.includes(this.#quote)
        ? this.#quotesError(
            this.#rest,
            0,
            this.#rest.indexOf(this.#quote),
            'quote.not_closed',
            `${NOT_CLOSED} within ${MAX_RECORD_LENGTH} characters.`,
          )
        : importErrors.IMPORT_RECORD_TOO_LARGE(at(this.#line, 'row.too_large', `May have ${MAX_RECORD_LENGTH} characters at most.`));
    }
    return records;
  }

  /** Gives the record that the end of the file completes. */
  end(): FileRecord[] {
    return this.#split(this.#rest, true);
  }

  /** Line of the last character taken in, from 1. */
  get line(): number {
    return this.#line + linesIn(this.#rest, this.#terminator);
  }

  /** What stands in front of the next character in its line. */
  get shown(): string {
    return this.#rest
      .slice(-Math.min(this.column - 1, SHOWN_LENGTH))
      .slice(0, this.column - 1)
      .toWellFormed();
  }

  /** Place of the next character in that line, in UTF-16 units from 1. */
  get column(): number {
    return this.#rest.length - this.#rest.lastIndexOf(this.#terminator);
  }

  #split(text: string, final: boolean): FileRecord[] {
    this.#refuseNul(text);
    const records: FileRecord[] = [];
    let start = 0;
    let quote = text.indexOf(this.#quote);
    while (start < text.length) {
      if (quote !== -1 && quote < start) quote = text.indexOf(this.#quote, start);
      let end = text.indexOf(this.#terminator, start);
      if (end === -1 && final) end = text.length;
      const record = quote === -1 || (end !== -1 && quote > end) ? this.#plain(text, start, end) : this.#quoted(text, start, final);
      if (record === undefined) break;
      if (record.cells.length > 1 || record.cells[0] !== '') {
        this.#width ??= record.cells.length;
        records.push({ line: this.#line, cells: record.cells, ...(record.broken && { broken: record.broken }) });
      }
      this.#line = this.#lineOf(text, start, record.next);
      start = record.next;
    }
    this.#rest = text.slice(start);
    return records;
  }

  #plain(text: string, start: number, end: number): CsvRecord | undefined {
    if (end === -1) return undefined;
    const line = text.slice(start, end > start && this.#isCarriageReturn(text, end - 1) ? end - 1 : end);
    return { cells: line.split(this.#delimiter), next: end + 1 };
  }

  /** A record with quotes in it; undefined while its end has not come in. */
  #quoted(text: string, start: number, final: boolean): CsvRecord | undefined {
    const cells: string[] = [];
    let position = start;
    for (;;) {
      const cell =
        text[position] === this.#quote
          ? this.#quotedCell(text, position, start, final, cells.length)
          : this.#plainCell(text, position, final);
      if (cell === undefined) return undefined;
      if (cell.record) return cell.record;
      cells.push(cell.value);
      if (text[cell.end] !== this.#delimiter) return { cells, next: cell.end + (this.#isCarriageReturn(text, cell.end) ? 2 : 1) };
      position = cell.end + 1;
    }
  }

  #plainCell(text: string, start: number, final: boolean): Cell | undefined {
    let end = start;
    while (end < text.length && text[end] !== this.#delimiter && text[end] !== this.#terminator) end += 1;
    if (end === text.length && !final) return undefined;
    if (text[end] !== this.#delimiter && end > start && this.#isCarriageReturn(text, end - 1)) end -= 1;
    return { value: text.slice(start, end), end };
  }

  #quotedCell(text: string, start: number, recordStart: number, final: boolean, column: number): Cell | undefined {
    let value = '';
    let from = start + 1;
    for (;;) {
      const quote = text.indexOf(this.#quote, from);
      if (quote === -1 && !final) return undefined;
      if (quote === -1) {
        const last = this.#lineOf(text, recordStart, text.length) - (text.endsWith(this.#terminator) ? 1 : 0);
        throw this.#quotesError(text, recordStart, start, 'quote.not_closed', `${NOT_CLOSED}: all up to line ${last} is one cell.`);
      }
      value += text.slice(from, quote);
      const end = quote + 1;
      if (text[end] !== this.#quote) {
        if (!final && end + 1 >= text.length) return undefined;
        if (this.#endsCell(text, end)) return { value, end };
        const record = this.#lineAlone(text, recordStart, { start, end }, final, column);
        return record && { value, end, record };
      }
      value += this.#quote;
      from = end + 1;
    }
  }

  /**
   * The record whose quotes do not pair, where it is sure that it ends with its line; undefined while the next line has not come in.
   * @throws DomainError `LEAD.IMPORT_QUOTES`
   */
  #lineAlone(
    text: string,
    recordStart: number,
    { start, end }: { readonly start: number; readonly end: number },
    final: boolean,
    column: number,
  ): CsvRecord | undefined {
    const refuse = () => {
      const lines = [this.#lineOf(text, recordStart, start), this.#lineOf(text, recordStart, end)] as const;
      const message =
        lines[0] === lines[1] ? FOLLOWED : `${FOLLOWED} The cell begins in line ${lines[0]}: a quote before it may not close.`;
      return this.#quotesError(text, recordStart, end, 'quote.followed_by_text', message);
    };
    const found = text.indexOf(this.#terminator, recordStart);
    if (found !== -1 && found < end) throw refuse();
    if (found === -1 && !final) return undefined;
    const lineEnd = found === -1 ? text.length : found;
    const nextEnd = text.indexOf(this.#terminator, lineEnd + 1);
    if (nextEnd === -1 && !final) return undefined;
    const line = text.slice(recordStart, this.#isCarriageReturn(text, lineEnd - 1) ? lineEnd - 1 : lineEnd);
    const cells = lenientCells(line, this.#delimiter, this.#quote);
    const next = text.slice(lineEnd + 1, nextEnd === -1 ? undefined : nextEnd);
    const isEnd = closesCellFromAbove(
      this.#isCarriageReturn(next, next.length - 1) ? next.slice(0, -1) : next,
      this.#delimiter,
      this.#quote,
    );
    if (!cells || cells.length !== this.#width || isEnd) throw refuse();
    return { cells, next: lineEnd + 1, broken: { column, code: 'quote.followed_by_text', message: FOLLOWED, refusal: refuse } };
  }

  /** @param position where the text stands that it is about */
  #quotesError(text: string, recordStart: number, position: number, code: string, message: string) {
    return importErrors.IMPORT_QUOTES(this.#placed(text, recordStart, position, code, message));
  }

  #placed(text: string, recordStart: number, position: number, code: string, message: string) {
    const lineStart = text.lastIndexOf(this.#terminator, position - 1) + 1;
    const shown = text.slice(position, position + SHOWN_LENGTH).split(this.#terminator, 1)[0] ?? '';
    return at(this.#lineOf(text, recordStart, position), code, message, { column: position - lineStart + 1, text: shown.toWellFormed() });
  }

  #endsCell(text: string, end: number): boolean {
    const follower = text[end];
    if (follower === undefined || follower === this.#delimiter || follower === this.#terminator) return true;
    return this.#isCarriageReturn(text, end) && (text[end + 1] === '\n' || end + 1 === text.length);
  }

  /** Whether the first half of `\r\n` stands here. */
  #isCarriageReturn(text: string, position: number): boolean {
    return this.#terminator === '\n' && text[position] === '\r';
  }

  #refuseNul(text: string): void {
    const nul = text.indexOf('\0');
    if (nul === -1) return;
    const message = 'A NUL stands here; a UTF-16 file needs a byte order mark or a stated encoding.';
    const lineStart = text.lastIndexOf(this.#terminator, nul) + 1;
    const before = text.slice(Math.max(lineStart, nul - SHOWN_LENGTH), nul).toWellFormed();
    throw importErrors.IMPORT_NUL(at(this.#lineOf(text, 0, nul), 'nul', message, { column: nul - lineStart + 1, text: before }));
  }

  #lineOf(text: string, recordStart: number, position: number): number {
    return this.#line + linesIn(text, this.#terminator, recordStart, position);
  }
}

const NOT_CLOSED = 'The quote opened here does not close';
const FOLLOWED = 'Text follows a closing quote; inside a cell a quote is written twice.';

/** Where in its line something stands. */
interface PlaceInLine {
  /** In UTF-16 units, from 1. */
  readonly column: number;
  /** What stands there, or in front of it. */
  readonly text: string;
}

/** Error details that point at a line of the file; what stands there is for the sender alone. */
export function at(line: number, code: string, message: string, place?: PlaceInLine) {
  const column = place ? `, column ${place.column}` : '';
  const errors = [{ path: `file.line.${line}`, code, message }];
  return { detail: `Line ${line}${column}: ${message}`, errors, ...(place && { extra: { line, ...place } }) };
}

function linesIn(text: string, terminator: string, start = 0, end = text.length): number {
  let count = 0;
  for (let position = text.indexOf(terminator, start); position !== -1 && position < end; position = text.indexOf(terminator, position + 1))
    count += 1;
  return count;
}
