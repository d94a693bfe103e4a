import { describe, expect, it } from '@jest/globals';
import { acceptCurrency, fromMinor, MAX_MINOR, minorDigits, toMinor } from './minor-units.rules.js';

describe('amounts in minor units', () => {
  // ISO 4217, list one: column "Minor unit".
  it.each([
    ['EUR', 2],
    ['JPY', 0],
    ['HUF', 2],
    ['AFN', 2],
    ['IQD', 3],
    ['KWD', 3],
    ['ISK', 0],
    ['CLF', 4],
  ])('have in %s %d digits behind the point', (currency, digits) => {
    expect(minorDigits(currency)).toBe(digits);
  });

  it.each([
    ['12.5', 'EUR', 1_250n, '12.50'],
    ['-0.01', 'EUR', -1n, '-0.01'],
    ['0', 'EUR', 0n, '0.00'],
    ['1200', 'JPY', 1_200n, '1200'],
    ['0.005', 'KWD', 5n, '0.005'],
    ['3.100', 'EUR', 310n, '3.10'],
    ['9999999999999999.99', 'EUR', MAX_MINOR, '9999999999999999.99'],
  ])('read %s %s exactly, and write it in full', (text, currency, minor, written) => {
    expect(toMinor(text, currency)).toEqual({ ok: true, value: minor });
    expect(fromMinor(minor, currency)).toBe(written);
  });

  it.each([
    ['12.505', 'EUR', 'number.too_precise'],
    ['1.5', 'JPY', 'number.too_precise'],
    ['10000000000000000', 'EUR', 'number.too_large'],
    ['1e3', 'EUR', 'number.invalid'],
    ['1,50', 'EUR', 'number.invalid'],
    [' ', 'EUR', 'amount.missing'],
  ])('are refused as %s %s', (text, currency, code) => {
    expect(toMinor(text, currency)).toMatchObject({ ok: false, code });
  });

  it.each([
    [' eur ', { ok: true, value: 'EUR' }],
    ['EURO', { ok: false, code: 'currency.unknown' }],
    ['XDR', { ok: false, code: 'currency.without_minor_unit' }],
  ])('are kept in the currency %j or not', (text, answer) => {
    expect(acceptCurrency(text)).toMatchObject(answer);
  });
});
