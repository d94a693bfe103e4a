import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCell, writeCell } from './spreadsheet-cell.rules.js';

describe('a cell of a CSV file', () => {
  // The beginnings that OWASP lists under CSV injection, its full-width ones included.
  it.each(['=1+1', '+4930901820', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠A1'])(
    'has an apostrophe before %j',
    (text) => expect(writeCell(text)).toBe(`'${text}`),
  );

  it.each(['', 'Ada', '4930901820', 'a=1', ' =1', "O'Brien", "'quoted'"])('is %j as it is', (text) => expect(writeCell(text)).toBe(text));

  it('gives every text back', () => {
    const tricky = fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '\n', '＝', 'a', ' '), maxLength: 6 });
    fc.assert(fc.property(fc.oneof(tricky, fc.string({ unit: 'binary' })), (text) => expect(readCell(writeCell(text))).toBe(text)));
  });

  it('is never calculated, whatever the text', () => {
    fc.assert(fc.property(fc.string(), (text) => expect(writeCell(text)).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/)));
  });
});
