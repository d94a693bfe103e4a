import type { ImportOptions } from '@leadstream/contracts';
import { importErrors } from '../import.errors.js';
import type { FileRecord } from '../table/file-record.js';

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
  /** Where the next record begins. */
  readonly next: number;
}

interface Cell {
  readonly value: string;
  /** Where the delimiter or the end of the record stands. */
  readonly end: number;
}

/**
 * Splits CSV text (RFC 4180) into records as it comes in; blank lines are left out. A quote inside an unquoted cell is a
 * character like any other; text behind a closing quote is an error. Why this is no library's work: `docs/adr/0008`.
 * @throws DomainError `LEAD.IMPORT_QUOTES`, `LEAD.IMPORT_NUL`, `LEAD.IMPORT_RECORD_TOO_LARGE`, each with the line
 */
export class CsvSplitter {
  readonly #delimiter: Delimiter;
  readonly #quote: Dialect['quote'];
  readonly #terminator: '\n' | '\r';
  #rest = '';
  #line = 1;

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
        ? quotesError(this.#line, 'quote.not_closed', 'A quote in the row that begins here does not close.')
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
      if (record.cells.length > 1 || record.cells[0] !== '') records.push({ line: this.#line, cells: record.cells });
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
      const cell = text[position] === this.#quote ? this.#quotedCell(text, position, start, final) : this.#plainCell(text, position, final);
      if (cell === undefined) return undefined;
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

  #quotedCell(text: string, start: number, recordStart: number, final: boolean): Cell | undefined {
    let value = '';
    let from = start + 1;
    for (;;) {
      const quote = text.indexOf(this.#quote, from);
      if (quote === -1 && !final) return undefined;
      if (quote === -1)
        throw quotesError(this.#lineOf(text, recordStart, start), 'quote.not_closed', 'The quote opened here does not close.');
      value += text.slice(from, quote);
      const end = quote + 1;
      if (text[end] !== this.#quote) {
        if (!final && end + 1 >= text.length) return undefined;
        if (this.#endsCell(text, end)) return { value, end };
        throw quotesError(
          this.#lineOf(text, recordStart, end),
          'quote.followed_by_text',
          'Text follows a closing quote; inside a cell a quote is written twice.',
        );
      }
      value += this.#quote;
      from = end + 1;
    }
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
    throw importErrors.IMPORT_NUL(
      at(this.#lineOf(text, 0, nul), 'nul', 'A NUL stands here; a UTF-16 file needs a byte order mark or a stated encoding.'),
    );
  }

  #lineOf(text: string, recordStart: number, position: number): number {
    return this.#line + linesIn(text, this.#terminator, recordStart, position);
  }
}

const quotesError = (line: number, code: string, message: string) => importErrors.IMPORT_QUOTES(at(line, code, message));

/** Error details that point at a line of the file. */
export function at(line: number, code: string, message: string) {
  return { detail: `Line ${line}: ${message}`, errors: [{ path: `file.line.${line}`, code, message }] };
}

function linesIn(text: string, terminator: string, start = 0, end = text.length): number {
  let count = 0;
  for (let position = text.indexOf(terminator, start); position !== -1 && position < end; position = text.indexOf(terminator, position + 1))
    count += 1;
  return count;
}
