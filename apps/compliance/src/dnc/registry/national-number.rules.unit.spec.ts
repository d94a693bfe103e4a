import { describe, expect, it } from '@jest/globals';
import { normaliseDncValue } from '../dnc-value.rules.js';
import { areaCodeOf, isNationalNumber, nationalNumberOf } from './national-number.rules.js';

const asked = (value: string, region?: string) => nationalNumberOf(normaliseDncValue('phone', value, region, 'phone'));

describe('nationalNumberOf', () => {
  it.each([
    ['+14155552671', undefined],
    ['+1 (415) 555-2671', undefined],
    ['+1.415.555.2671', undefined],
    ['(415) 555-2671 ext. 89', 'US'],
    ['415 555 2671 x3', 'US'],
    ['1-415-555-2671', 'US'],
    ['4155552671', 'CA'],
    ['011 1 415 555 2671', 'US'],
    ['001 415 555 2671', 'DE'],
  ])('reads %s in region %s as one number, as it is normalised', (value, region) => {
    expect(asked(value, region)).toBe(4_155_552_671);
  });

  it.each([
    '+4915112345678',
    '+442079460018',
    '+528112345678',
    '+1415555267',
    '+141555526711',
    '+11155552671',
    '+10155552671',
    '+1415555267x',
    '014155552671',
  ])('finds no North American number in %s', (e164) => {
    expect(nationalNumberOf(e164)).toBeUndefined();
  });

  it.each([
    ['+12000000000', 200],
    ['+19999999999', 999],
    // Nobody has an exchange that begins with 0, but it can be asked for, so it can be listed.
    ['+14150552671', 415],
  ])('takes %s as it is', (e164, areaCode) => {
    const number = nationalNumberOf(e164) ?? 0;
    expect([isNationalNumber(number), areaCodeOf(number)]).toEqual([true, areaCode]);
  });
});

it.each([1_999_999_999, 10_000_000_000, 4_155_552_671.5, Number.NaN])('takes %d for no number', (value) => {
  expect(isNationalNumber(value)).toBe(false);
});
