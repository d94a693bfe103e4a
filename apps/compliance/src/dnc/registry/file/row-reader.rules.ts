import { FIRST_AREA_CODE, LINES, type NationalNumber } from '../national-number.rules.js';

/**
 * Why a row is none: other characters, not ten digits (or eleven with a leading 1), an area code that begins with 0 or 1, a change
 * without A or D.
 */
export const ROW_PROBLEMS = ['not_a_number', 'wrong_length', 'area_code', 'no_operation'] as const;
export type RowProblem = (typeof ROW_PROBLEMS)[number];

/** What rows are handed to, one after the other. */
export interface RowSink {
  add(number: NationalNumber): void;
  remove(number: NationalNumber): void;
  /** @param line counted from 1 */
  refuse(line: number, problem: RowProblem): void;
}

const DIGITS = 10;
/** Country code of North America, in front of ten digits. */
const LEADING_ONE = 10_000_000_000;
const MAX_DIGITS = 11;

const [TAB, NEWLINE, RETURN, SPACE, QUOTE, OPEN, CLOSE, PLUS, COMMA, MINUS, DOT, ZERO, NINE, ADDED, DELETED, NUL] = [
  9, 10, 13, 32, 34, 40, 41, 43, 44, 45, 46, 48, 57, 65, 68, 0,
];

/**
 * Reads rows of a list as bytes come in, in memory that does not depend on what comes: one number a row, `415,5552671` as the registry
 * of the FTC has it, or ten digits with or without `+1`, spaces, hyphens, dots, brackets and quotes. A row of changes ends with `,A`
 * (added) or `,D` (deleted). Blank rows are none.
 */
export class RowReader {
  #line = 1;
  #value = 0;
  #digits = 0;
  #operation = 0;
  #isBlank = true;
  #isComma = false;
  #isBad = false;

  /** @param isDelta rows are changes */
  constructor(
    private readonly sink: RowSink,
    private readonly isDelta: boolean,
  ) {}

  /** @returns false when the bytes are no text, and nothing more is to be read */
  push(bytes: Uint8Array): boolean {
    for (const byte of bytes) {
      if (byte >= ZERO && byte <= NINE) this.#digit(byte - ZERO);
      else if (byte === NEWLINE) this.#endRow();
      else if (byte === NUL) return false;
      else if (byte !== RETURN) this.#other(byte);
    }
    return true;
  }

  /**
   * The last row may lack its line end.
   * @returns false when that row breaks off, so that rows after it may be missing, too
   */
  end(): boolean {
    const isCutOff = !this.#isBlank && !this.#isBad && (this.#digits < DIGITS || (this.isDelta && this.#operation === 0));
    if (!this.#isBlank) this.#endRow();
    return !isCutOff;
  }

  #digit(digit: number): void {
    this.#isBlank = false;
    if (this.#operation !== 0) this.#isBad = true;
    this.#digits += 1;
    if (this.#digits <= MAX_DIGITS) this.#value = this.#value * 10 + digit;
    this.#isComma = false;
  }

  #other(byte: number): void {
    if (byte === SPACE || byte === TAB) return;
    this.#isBlank = false;
    if (byte === COMMA) this.#comma();
    else if (byte === ADDED || byte === DELETED) this.#operate(byte);
    else if (byte === PLUS) this.#isBad ||= this.#digits > 0;
    else if (byte !== MINUS && byte !== DOT && byte !== OPEN && byte !== CLOSE && byte !== QUOTE) this.#isBad = true;
  }

  /** Behind a country code or an area code, or behind a number where the operation follows. */
  #comma(): void {
    const isBehindCode = this.#digits === 3 || (this.#digits === 1 && this.#value === 1) || (this.#digits === 4 && this.#value < 2_000);
    this.#isBad ||= this.#isComma || !(isBehindCode || (this.isDelta && this.#digits >= DIGITS));
    this.#isComma = true;
  }

  #operate(byte: number): void {
    this.#isBad ||= !this.#isComma || this.#digits < DIGITS || this.#operation !== 0;
    this.#operation = byte;
  }

  #endRow(): void {
    if (!this.#isBlank) {
      const problem = this.#problem();
      if (problem) this.sink.refuse(this.#line, problem);
      else if (this.#operation === DELETED) this.sink.remove(this.#number());
      else this.sink.add(this.#number());
    }
    this.#line += 1;
    [this.#value, this.#digits, this.#operation] = [0, 0, 0];
    [this.#isBlank, this.#isComma, this.#isBad] = [true, false, false];
  }

  #problem(): RowProblem | undefined {
    if (this.#isBad) return 'not_a_number';
    const hasLeadingOne = this.#digits === MAX_DIGITS && this.#value >= LEADING_ONE && this.#value < 2 * LEADING_ONE;
    if (this.#digits !== DIGITS && !hasLeadingOne) return 'wrong_length';
    if (this.#number() < FIRST_AREA_CODE * LINES) return 'area_code';
    return this.isDelta && this.#operation === 0 ? 'no_operation' : undefined;
  }

  #number(): NationalNumber {
    return this.#digits === MAX_DIGITS ? this.#value - LEADING_ONE : this.#value;
  }
}
