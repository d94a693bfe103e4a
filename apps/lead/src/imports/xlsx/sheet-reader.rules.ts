import { importErrors } from '../import.errors.js';
import { MAX_RECORD_LENGTH } from '../csv/csv-splitter.rules.js';
import type { BrokenCell, FileRecord } from '../table/file-record.js';
import { type CellFormat, NUMBER_FORMAT } from './cell-format.rules.js';
import { decodeEscapes, textOfNumber } from './cell-text.rules.js';

/** Column XFD (ECMA-376, part 1, 18.3.1.73). */
const MAX_COLUMNS = 16_384;

export interface SheetContext {
  /** A string that cells share; undefined when there is none of this number. */
  readonly stringAt: (index: number) => string | undefined;
  /** By the number of the style. */
  readonly formats: readonly CellFormat[];
  readonly is1904: boolean;
}

interface OpenCell {
  readonly reference: string;
  readonly column: number;
  readonly type: string;
  readonly style: number;
  hasFormula: boolean;
  hasValue: boolean;
  text: string;
}

/**
 * Makes rows of the XML of a sheet as it comes in. Cells without a value are blank texts; blank cells at the end of a row, and
 * rows of blank cells, are left out. Of merged cells the first holds the value, as in the document.
 */
export class SheetReader {
  #rows: FileRecord[] = [];
  #rowNumber = 0;
  #row: string[] = [];
  #numbers: number[] = [];
  #broken: BrokenCell | undefined;
  #rowLength = 0;
  #nextColumn = 0;
  #cell: OpenCell | undefined;
  #isText = false;
  #isPhonetic = false;

  constructor(private readonly context: SheetContext) {}

  /** The rows that were completed since the last call. */
  take(): FileRecord[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'row') this.#openRow(attributes['r']);
    else if (name === 'c') this.#openCell(attributes);
    else if (this.#cell !== undefined) this.#openInCell(this.#cell, name);
  }

  text(text: string): void {
    if (!this.#isText || this.#cell === undefined) return;
    this.#cell.text += text;
    this.#refuseLong(this.#cell.text.length);
  }

  close(name: string): void {
    this.#isText = false;
    if (name === 'rPh') this.#isPhonetic = false;
    if (name === 'c') this.#closeCell();
    if (name === 'row') this.#closeRow();
  }

  #openRow(number: string | undefined): void {
    this.#rowNumber = number === undefined ? this.#rowNumber + 1 : Number(number);
    this.#row = [];
    this.#numbers = [];
    this.#broken = undefined;
    this.#rowLength = 0;
    this.#nextColumn = 0;
  }

  #openCell({ r: reference, t: type = 'n', s: style = '0' }: Readonly<Record<string, string>>): void {
    const column = reference === undefined ? this.#nextColumn : columnOf(reference);
    const named = reference ?? `${this.#rowNumber}:${column + 1}`;
    if (!(column >= this.#nextColumn && column < MAX_COLUMNS)) throw cellError(named, 'cell.misplaced', 'Stands where no cell can.');
    this.#nextColumn = column + 1;
    this.#cell = { reference: named, column, type, style: Number(style), hasFormula: false, hasValue: false, text: '' };
  }

  #openInCell(cell: OpenCell, name: string): void {
    if (name === 'f') cell.hasFormula = true;
    if (name === 'rPh') this.#isPhonetic = true;
    this.#isText = name === 'v' || (name === 't' && !this.#isPhonetic);
    if (this.#isText) cell.hasValue = true;
  }

  #closeCell(): void {
    const cell = this.#cell;
    this.#cell = undefined;
    if (cell === undefined) return;
    if (cell.hasFormula && !cell.hasValue) this.#broken ??= uncalculated(cell);
    const text = cell.hasValue ? this.#textOf(cell) : '';
    if (text === '') return;
    if (text.includes('\0')) throw importErrors.IMPORT_NUL(details(cell.reference, 'nul', 'Holds a NUL.'));
    while (this.#row.length < cell.column) this.#row.push('');
    this.#row.push(text);
    if (cell.type === 'n') this.#numbers.push(cell.column);
    this.#rowLength += text.length;
    this.#refuseLong(this.#rowLength);
  }

  #closeRow(): void {
    if (this.#broken === undefined && !this.#row.some((cell) => cell.trim() !== '')) return;
    const numbers = this.#numbers.length > 0 && { numbers: this.#numbers };
    this.#rows.push({ line: this.#rowNumber, cells: this.#row, ...numbers, ...(this.#broken && { broken: this.#broken }) });
  }

  #textOf({ reference, type, style, text }: OpenCell): string {
    switch (type) {
      case 's': {
        const shared = this.context.stringAt(text.trim() === '' ? NaN : Number(text));
        if (shared === undefined) throw cellError(reference, 'cell.no_such_string', 'Refers to a string that is not there.');
        return decodeEscapes(shared);
      }
      case 'inlineStr':
      case 'str':
        return decodeEscapes(text);
      case 'b':
        return text.trim() === '1' || text.trim() === 'true' ? 'TRUE' : 'FALSE';
      case 'n':
        return text === '' ? '' : textOfNumber(text, this.context.formats[style] ?? NUMBER_FORMAT, this.context.is1904);
      default:
        return text;
    }
  }

  #refuseLong(length: number): void {
    if (length <= MAX_RECORD_LENGTH) return;
    const message = `May have ${MAX_RECORD_LENGTH} characters at most.`;
    const errors = [{ path: `file.line.${this.#rowNumber}`, code: 'row.too_large', message }];
    throw importErrors.IMPORT_RECORD_TOO_LARGE({ detail: `Row ${this.#rowNumber}: ${message}`, errors });
  }
}

/** Number of the column that a reference such as `AB12` names, from 0; NaN when it names none. */
function columnOf(reference: string): number {
  const letters = /^([A-Z]{1,3})\d+$/.exec(reference)?.[1];
  if (letters === undefined) return NaN;
  return [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function uncalculated({ reference, column }: OpenCell): BrokenCell {
  const code = 'formula.no_value';
  const message = 'Holds a formula that was never calculated; open and save the file in a spreadsheet program.';
  return { column, code, message, refusal: () => cellError(reference, code, message) };
}

const details = (reference: string, code: string, message: string) => ({
  detail: `Cell ${reference}: ${message}`,
  errors: [{ path: `file.cell.${reference}`, code, message }],
});

const cellError = (reference: string, code: string, message: string) => importErrors.IMPORT_WORKBOOK(details(reference, code, message));
