import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCell, writeCell } from './spreadsheet-cell.rules.js';

describe('a cell of a CSV file', () => {
  // The beginnings that OWASP lists under CSV injection, its full-width ones included.
  it.each(['=1+1', '+4930901820', '-1', '@SUM(A1)', '\t1', '\r1', '\n1', '＝1', '＋1', '－1', '＠A1'])(
    'has an apostrophe before %j',
    (text) => expect(writeCell(text)).toBe(`'${text}`),
  );

  it.each(['', 'Ada', '4930901820', 'a=1', ' =1', "O'Brien", "'quoted'"])('is %j as it is', (text) => expect(writeCell(text)).toBe(text));

  // A program whose list separator is `;` parts `a,"x;=1"` there, since a quote that stands inside a cell is a letter.
  it.each([
    ["x;=cmd|'/c calc'!A1;y", "x;'=cmd|'/c calc'!A1;y"],
    ['x;"=1', 'x;"\'=1'],
    ["x;'=1", "x;''=1"],
    ['x\t@A1', "x\t'@A1"],
    ['x\r\n＝1', "x\r\n'＝1"],
    ['=1;=2', "'=1;'=2"],
    ['\t=1', "'\t'=1"],
    ['\r=1', "'\r'=1"],
    ['\n=1', "'\n'=1"],
    ['a; b - c, d=e', 'a; b - c, d=e'],
  ])('has an apostrophe where a cell begins for whoever parts it otherwise: %j', (text, cell) => expect(writeCell(text)).toBe(cell));

  it('gives every text back', () => {
    const tricky = fc.string({ unit: fc.constantFrom("'", '"', ';', '=', '+', '-', '@', '\t', '\r', '\n', '＝', 'a', ' '), maxLength: 9 });
    fc.assert(fc.property(fc.oneof(tricky, fc.string({ unit: 'binary' })), (text) => expect(readCell(writeCell(text))).toBe(text)));
  });

  it('is never calculated, whatever the text', () => {
    const text = fc.string({ unit: fc.constantFrom("'", '"', ';', '=', '\t', '\n', '＠', 'a'), maxLength: 9 });
    fc.assert(
      fc.property(fc.oneof(text, fc.string()), (one) =>
        expect(writeCell(one)).not.toMatch(/^[\t\r\n=+\-@＝＋－＠]|[;\t\r\n]"*[=+\-@＝＋－＠]/),
      ),
    );
  });
});
