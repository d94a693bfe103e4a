import { expect, it } from '@jest/globals';
import { isNamedIn, soughtOf } from './named-in-cells.rules.js';

const sought = soughtOf([
  { kind: 'email', value: 'ada@example.com' },
  { kind: 'phone', value: '+12025550143' },
  { kind: 'phone', value: '+4915112345678' },
]);

it.each([
  ['an address', 'ada@example.com'],
  ['an address in other letters, among others', 'Ada <ADA@Example.com>; bob@example.com'],
  ['a number as E.164 has it', '+12025550143'],
  ['a national number', '(202) 555-0143'],
  ['a number with its extension', '+1 202 555 0143 ext. 5'],
  ['two numbers', '202-555-0199 / 202-555-0143'],
  ['a number with the zero of its country', '0151 12345678'],
])('finds %s', (_what, cell) => {
  expect(isNamedIn(['', cell], sought)).toBe(true);
});

it.each([
  ['nothing', ''],
  ['another address', 'bob@example.com'],
  ['another number', '(202) 555-0144'],
  ['a local number, that many have', '555-0143'],
  ['a date', '2026-11-01T12:00:00Z'],
  ['an amount', '1,234.50'],
])('does not take %s for it', (_what, cell) => {
  expect(isNamedIn([cell], sought)).toBe(false);
});
