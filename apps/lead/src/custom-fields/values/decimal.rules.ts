import { accept, type Checked, refuse } from '../../lead/values/checked.rules.js';

const DECIMAL = /^(?<sign>[+-]?)(?<whole>\d+)(?:\.(?<fraction>\d+))?$/;

/** A double keeps this many decimal digits of every number (IEEE 754, DBL_DIG); more may be others than were sent. */
const EXACT_DIGITS = 15;

export interface DecimalBounds {
  /** Digits before the point. */
  readonly wholeDigits: number;
  /** Digits behind the point. */
  readonly scale: number;
}

/**
 * An exact decimal in canonical form: `-0.5`, no leading or trailing zeros, no exponent, no negative zero.
 * @param stated text, or a JSON number that a double holds exactly as it was written
 * @returns null when blank
 */
export function normaliseDecimal(stated: string | number, { wholeDigits, scale }: DecimalBounds): Checked<string | null> {
  const text = typeof stated === 'number' ? textOfNumber(stated) : stated.trim();
  if (text === '') return accept(null);
  if (text === undefined) return refuse('number.imprecise', `Has more than ${EXACT_DIGITS} digits; state it as text.`);
  const parts = DECIMAL.exec(text)?.groups;
  if (parts === undefined) return refuse('number.invalid', 'Is not a decimal number such as -1234.5.');
  const whole = (parts['whole'] ?? '').replace(/^0+/, '');
  const fraction = (parts['fraction'] ?? '').replace(/0+$/, '');
  if (whole.length > wholeDigits) return refuse('number.too_large', `May have ${wholeDigits} digits before the point at most.`);
  if (fraction.length > scale) return refuse('number.too_precise', `May have ${scale} digits behind the point at most.`);
  const digits = `${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`;
  return accept(parts['sign'] === '-' && digits !== '0' ? `-${digits}` : digits);
}

function textOfNumber(value: number): string | undefined {
  const text = String(value);
  const digits = text.replace(/[-.]/g, '').replace(/^0+/, '');
  return /^\d+$/.test(digits || '0') && digits.length <= EXACT_DIGITS ? text : undefined;
}

/** Order of two canonical decimals: negative, 0 or positive. */
export function compareDecimals(left: string, right: string): number {
  const scale = Math.max(decimalsOf(left), decimalsOf(right));
  const difference = scaled(left, scale) - scaled(right, scale);
  return difference < 0n ? -1 : Number(difference > 0n);
}

/** Digits behind the point. */
export function decimalsOf(decimal: string): number {
  const point = decimal.indexOf('.');
  return point < 0 ? 0 : decimal.length - point - 1;
}

/**
 * A canonical decimal as a whole number of `10^-scale`.
 * @param scale at least the digits behind the point
 */
export function scaled(decimal: string, scale: number): bigint {
  return BigInt(`${decimal.replace('.', '')}${'0'.repeat(scale - decimalsOf(decimal))}`);
}
