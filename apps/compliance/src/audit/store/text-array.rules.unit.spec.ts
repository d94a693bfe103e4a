import { expect, it } from '@jest/globals';
import { bytesArray, instantArray, plainArray, textArray } from './text-array.rules.js';

// PostgreSQL, 8.15.6 Array Input and Output Syntax.
it('writes what needs no quotes as it is', () => {
  expect(plainArray([1, 22, null])).toBe('{1,22,NULL}');
  expect(plainArray([])).toBe('{}');
  expect(instantArray([new Date('2026-11-01T12:00:00.123Z')])).toBe('{2026-11-01T12:00:00.123Z}');
});

it('writes bytes as hexadecimal digits behind an escaped backslash', () => {
  expect(bytesArray([Buffer.from([0, 255]), Buffer.from([1])])).toBe(String.raw`{\\x00ff,\\x01}`);
});

it.each<[string | null, string]>([
  ['plain', '{"plain"}'],
  ['', '{""}'],
  [null, '{NULL}'],
  ['NULL', '{"NULL"}'],
  ['{"a":"b, c"}', String.raw`{"{\"a\":\"b, c\"}"}`],
  [String.raw`back\slash`, String.raw`{"back\\slash"}`],
])('writes the text %j in quotes', (text, written) => {
  expect(textArray([text])).toBe(written);
});
