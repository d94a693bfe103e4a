import type { StatedCustomValue } from '@leadstream/contracts';
import { accept, type Checked, refuse } from '../../lead/values/checked.rules.js';
import type { CustomFieldDefinition } from '../custom-field.js';
import { normaliseDateTime } from '../values/date-time.rules.js';
import { parseBooleanWord } from './boolean-word.rules.js';
import { type DateOrder, isoDate } from './file-date.rules.js';
import { type DecimalSign, plainDecimal } from './file-number.rules.js';

/** How the cells of a file are meant. */
export interface FileReading {
  readonly decimalSign: DecimalSign;
  /** Canonical IANA zone of dates with time that state no offset. */
  readonly timeZone: string;
  /** How dates in figures are written. */
  readonly dateOrder: DateOrder;
  /** Keys of fields whose cells are numbers with a point before their decimals, whatever texts have. */
  readonly numbers?: ReadonlySet<string> | undefined;
}

const AMOUNT = /^(?<before>\p{L}{3}|\p{Sc})?\s*(?<amount>[-+−]?[\d.,'’ \u00a0\u202f]+?)\s*(?<after>\p{L}{3}|\p{Sc})?$/u;

/**
 * Reads a cell as a value that `normaliseCustomValues` takes: words for yes and no, numbers with thousands signs, amounts with code or
 * symbol, several choices with `;` or `|` between them. What the normalisation understands by itself passes as it is.
 */
export function readFileValue(definition: CustomFieldDefinition, cell: string, reading: FileReading): Checked<StatedCustomValue> {
  if (cell.trim() === '') return accept(null);
  const decimalSign = reading.numbers?.has(definition.key) ? '.' : reading.decimalSign;
  switch (definition.type) {
    case 'boolean':
      return parseBooleanWord(cell);
    case 'number':
      return plainDecimal(cell, decimalSign);
    case 'money':
      return readMoney(cell, definition.options.currencies, decimalSign);
    case 'date':
      return accept(dayAlone(isoDate(cell, reading.dateOrder)));
    case 'date-time':
      return normaliseDateTime(isoDate(cell, reading.dateOrder), reading.timeZone);
    case 'multiple-choice':
      return accept(cell.split(/[;|]/));
    default:
      return accept(cell);
  }
}

/** The day of a text that says midnight behind it, as exports of days do. */
function dayAlone(iso: string): string {
  return /^(?<day>\d{4}-\d\d-\d\d)[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-]\d\d:?\d\d)?$/i.exec(iso.trim())?.groups?.['day'] ?? iso;
}

function readMoney(cell: string, accepted: readonly string[], decimalSign: DecimalSign): Checked<StatedCustomValue> {
  const parts = AMOUNT.exec(cell.trim())?.groups;
  if (parts === undefined || (parts['before'] !== undefined && parts['after'] !== undefined)) {
    return refuse('money.invalid', 'Is not an amount such as 12.50, 12.50 EUR or € 12.50.');
  }
  const amount = plainDecimal(parts['amount'] ?? '', decimalSign);
  if (!amount.ok) return amount;
  const currency = currencyNamed(parts['before'] ?? parts['after'], accepted);
  return currency === undefined
    ? refuse('currency.missing', 'Does not tell its currency, and the field takes none or several.', 'currency')
    : accept({ amount: amount.value, currency });
}

/** @param mark a code, a symbol that one accepted currency has, or nothing where there is only one */
function currencyNamed(mark: string | undefined, accepted: readonly string[]): string | undefined {
  if (mark !== undefined && /^\p{L}{3}$/u.test(mark)) return mark;
  const meant = mark === undefined ? accepted : accepted.filter((code) => symbolOf(code) === mark);
  return meant.length === 1 ? meant[0] : undefined;
}

function symbolOf(currency: string): string | undefined {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
  return format.formatToParts(0).find(({ type }) => type === 'currency')?.value;
}
