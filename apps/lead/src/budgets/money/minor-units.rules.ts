import { normaliseCurrency } from '../../custom-fields/values/money.rules.js';
import { normaliseDecimal, scaled } from '../../custom-fields/values/decimal.rules.js';
import { accept, type Checked, refuse } from '../../lead/values/checked.rules.js';

/**
 * Digits of the minor unit where they are not two: ISO 4217, list one, published 2026-01-01. `Intl` does not know them: it follows CLDR,
 * which has none for AFN, HUF and thirteen others of two, and none for IQD, of three.
 */
const MINOR_DIGITS: Readonly<Record<string, number>> = {
  ...Object.fromEntries('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0])),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3])),
  CLF: 4,
  UYW: 4,
};
const WITHOUT_MINOR_UNIT = new Set('XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX'.split(' '));

/** Most digits of an amount, and of a balance, in minor units: eighteen always fit 64 bits, and so does their sum. */
const MAX_DIGITS = 18;
export const MAX_MINOR = 10n ** BigInt(MAX_DIGITS) - 1n;

/** The code of a currency in which a ledger can be kept. */
export function acceptCurrency(text: string): Checked<string> {
  const code = normaliseCurrency(text);
  if (!code.ok || !WITHOUT_MINOR_UNIT.has(code.value)) return code;
  return refuse('currency.without_minor_unit', 'Has no minor unit that amounts could be counted in.');
}

/** Digits behind the point of amounts in a currency, 0 to 4. */
export function minorDigits(currency: string): number {
  return MINOR_DIGITS[currency] ?? 2;
}

/**
 * `12.5` in EUR as 1250.
 * @returns a refusal for more digits behind the point than the currency has (zeros aside), and for more than eighteen in all
 */
export function toMinor(text: string, currency: string): Checked<bigint> {
  const scale = minorDigits(currency);
  const decimal = normaliseDecimal(text, { wholeDigits: MAX_DIGITS - scale, scale });
  if (!decimal.ok) return decimal;
  if (decimal.value === null) return refuse('amount.missing', 'Says no amount.');
  return accept(scaled(decimal.value, scale));
}

/** 1250 in EUR as `12.50`. */
export function fromMinor(minor: bigint, currency: string): string {
  const scale = minorDigits(currency);
  const digits = String(minor < 0n ? -minor : minor).padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return minor < 0n ? `-${text}` : text;
}
