import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { kindOfValue, normaliseDncValue } from './dnc-value.rules.js';

const phone = (value: string, region?: string) => normaliseDncValue('phone', value, region, 'value');
const email = (value: string) => normaliseDncValue('email', value, undefined, 'value');

describe('normaliseDncValue', () => {
  it.each([
    ['+14155552671', undefined],
    ['+1 (415) 555-2671', undefined],
    ['415 555 2671', 'US'],
    ['1-415-555-2671', 'US'],
    ['(415) 555-2671 ext. 89', 'US'],
    ['+1 415 555 2671', 'DE'],
  ])('reads %s in region %s as one number', (value, region) => {
    expect(phone(value, region)).toBe('+14155552671');
  });

  it.each([
    ['415 555 2671', undefined],
    ['415 555 2671', 'ZZ'],
    ['+1 415', undefined],
    ['call +14155552671 now', undefined],
    ['+999 1234567', undefined],
    ['+1 111 555 0100', undefined],
    ['(055) 555-0100', 'US'],
    ['', 'US'],
  ])('refuses %s in region %s, naming the field', (value, region) => {
    expect(() => phone(value, region)).toThrow(
      expect.objectContaining({ code: 'COMPLIANCE.BAD_PHONE', errors: [expect.objectContaining({ path: 'value', code: 'phone' })] }),
    );
  });

  it('takes every North American number in E.164 for what the phone library takes it for', () => {
    const numbers = fc.integer({ min: 2_000_000_000, max: 9_999_999_999 }).map((number) => `+1${number}`);
    fc.assert(
      fc.property(numbers, (number) => {
        expect(phone(number)).toBe(parsePhoneNumberFromString(number)?.number);
        expect(parsePhoneNumberFromString(number)?.isPossible()).toBe(true);
      }),
    );
  });

  it('trims and lower-cases an address', () => {
    expect(email('  Ada@Example.COM ')).toBe('ada@example.com');
  });

  it.each(['ada', 'ada@', '@example.com', 'ada@example', 'a b@example.com', 'ada@example.com,bob@example.com'])('refuses %s', (value) => {
    expect(() => email(value)).toThrow(expect.objectContaining({ code: 'COMPLIANCE.BAD_EMAIL' }));
  });
});

describe('a value without a kind', () => {
  it.each([
    ['example.com', 'domain'],
    ['@Müller.example', 'domain'],
    ['ada@example.com', 'email'],
    ['415.555.2671', 'phone'],
    ['+1 415 555 2671', 'phone'],
    ['415-555-2671 ext. 3', 'phone'],
  ])('%s is a %s', (value, kind) => {
    expect(kindOfValue(value)).toBe(kind);
  });
});
