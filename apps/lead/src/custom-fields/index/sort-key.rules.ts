import type { CustomFieldType } from '@leadstream/contracts';
import type { FieldValue, FieldValues, Money } from '../custom-field.js';
import { scaled } from '../values/decimal.rules.js';

/** How text compares, in filters, sorts and uniqueness: without regard to case. */
export function textFold(text: string): string {
  return text.toLowerCase().normalize('NFC');
}

/** Numbers: 12 digits before the point and 6 behind; amounts: 13 and 2. */
const NUMBER_SCALE = 6;
const NUMBER_DIGITS = 18;
const MONEY_SCALE = 2;
const MONEY_DIGITS = 15;

type SortKeyOf<T extends CustomFieldType> = (value: FieldValues[T]) => string;

const itself = (text: string): string => text;

const SORT_KEYS: { readonly [T in Exclude<CustomFieldType, 'multiple-choice'>]: SortKeyOf<T> } = {
  text: textFold,
  'long-text': textFold,
  number: (decimal) => decimalKey(decimal, NUMBER_SCALE, NUMBER_DIGITS),
  money: moneyKey,
  date: itself,
  'date-time': itself,
  boolean: (value) => (value ? '1' : '0'),
  'single-choice': itself,
  url: itself,
  email: itself,
  phone: itself,
  'lead-reference': itself,
};

/**
 * A text that compares byte by byte (collation `C`) as the values do: equal for equal ones, less for lesser. Amounts order by currency, then
 * amount; choices by key; text without regard to case.
 * @returns one key a value; of several choices one each
 */
export function sortKeys(type: CustomFieldType, value: FieldValue): readonly string[] {
  if (type === 'multiple-choice') return value as FieldValues['multiple-choice'];
  const keyOf = SORT_KEYS[type] as SortKeyOf<CustomFieldType>;
  return [keyOf(value)];
}

/** Order of two sort keys in collation `C`: that of their bytes in UTF-8, which differs from JavaScript's beyond U+D7FF. */
export function compareSortKeys(left: string, right: string): number {
  return left === right ? 0 : Buffer.compare(Buffer.from(left), Buffer.from(right));
}

function moneyKey({ amount, currency }: Money): string {
  return `${currency} ${decimalKey(amount, MONEY_SCALE, MONEY_DIGITS)}`;
}

/** Sign, then digits of fixed number; of negative ones the complements to nine, so that the greater number has the greater text. */
function decimalKey(decimal: string, scale: number, digits: number): string {
  const value = scaled(decimal, scale);
  if (value >= 0n) return `1${value.toString().padStart(digits, '0')}`;
  return `0${(10n ** BigInt(digits) - 1n + value).toString().padStart(digits, '0')}`;
}
