import type { StatedCustomValue } from '@leadstream/contracts';
import { accept, type Checked, refuse } from '../../lead/values/checked.rules.js';
import type { Money } from '../custom-field.js';
import { decimalsOf, normaliseDecimal } from './decimal.rules.js';

/** NUMERIC(15,2). */
export const MONEY_BOUNDS = { wholeDigits: 13, scale: 2 };

const currencies = new Set(Intl.supportedValuesOf('currency'));

/** An ISO 4217 code, upper-cased. A blank one is refused. */
export function normaliseCurrency(text: string): Checked<string> {
  const code = text.trim().toUpperCase();
  if (code === '') return refuse('currency.missing', 'An amount needs its currency.');
  return currencies.has(code) ? accept(code) : refuse('currency.unknown', 'Is not a currency code of ISO 4217.');
}

/**
 * An amount with exactly two digits behind the point and its currency.
 * @param accepted currencies; any when empty
 * @returns null when the amount is blank
 */
export function normaliseMoney(stated: Exclude<StatedCustomValue, null>, accepted: readonly string[]): Checked<Money | null> {
  if (!isMoney(stated)) return refuse('custom_field.type', 'Takes { amount, currency }.');
  const amount = normaliseDecimal(stated.amount, MONEY_BOUNDS);
  if (!amount.ok) return { ...amount, path: 'amount' };
  if (amount.value === null) return accept(null);
  const currency = normaliseCurrency(stated.currency);
  if (!currency.ok) return { ...currency, path: 'currency' };
  if (accepted.length > 0 && !accepted.includes(currency.value)) {
    return refuse('currency.not_accepted', 'The field does not take this currency.', 'currency');
  }
  return accept({ amount: withCents(amount.value), currency: currency.value });
}

/** `12` as `12.00`. */
function withCents(decimal: string): string {
  const missing = MONEY_BOUNDS.scale - decimalsOf(decimal);
  return `${decimal}${missing === MONEY_BOUNDS.scale ? '.' : ''}${'0'.repeat(missing)}`;
}

function isMoney(value: unknown): value is { amount: string | number; currency: string } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { amount, currency } = value as Readonly<Record<string, unknown>>;
  return (typeof amount === 'string' || typeof amount === 'number') && typeof currency === 'string';
}
