import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareDecimals, decimalsOf, normaliseDecimal, scaled } from './decimal.rules.js';

const bounds = { wholeDigits: 12, scale: 6 };
/** A decimal as a whole number of millionths, which BigInt keeps exactly. */
const micros = fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n });

function decimalOf(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(7, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

function canonical(value: bigint): string {
  const checked = normaliseDecimal(decimalOf(value), bounds);
  return checked.ok ? String(checked.value) : checked.code;
}

describe('decimals', () => {
  it('keep every digit', () => {
    fc.assert(fc.property(micros, (value) => scaled(canonical(value), 6) === value));
  });

  it('have one canonical form', () => {
    fc.assert(
      fc.property(micros, (value) => {
        const text = canonical(value);
        expect(text).toMatch(/^(0|-?(0|[1-9]\d*)(\.\d*[1-9])?)$/);
        expect(normaliseDecimal(text, bounds)).toEqual({ ok: true, value: text });
      }),
    );
  });

  it('order as their values do', () => {
    fc.assert(
      fc.property(micros, micros, (left, right) => {
        expect(compareDecimals(canonical(left), canonical(right))).toBe(left < right ? -1 : Number(left > right));
      }),
    );
  });

  it('tell their digits behind the point', () => {
    expect([decimalsOf('12'), decimalsOf('-12.5'), decimalsOf('0.000001')]).toEqual([0, 1, 6]);
  });
});
