import { describe, expect, it } from '@jest/globals';
import { EntryRows, rowsOf } from './entry-rows.rules.js';

function read(text: string, options: ConstructorParameters<typeof EntryRows>[0] = {}, hasHeadings = false) {
  const rows = new EntryRows(options);
  for (const row of rowsOf(text, hasHeadings)) rows.add(row);
  return { names: rows.names().map(({ kind, value }) => `${kind} ${value}`), ...rows.summary() };
}

describe('a file of entries', () => {
  it('has one address, number or domain a row, each in its normal form and once', () => {
    const text = ' Ada@Example.com\r\n+49 30 901820\n\ncorp.example\n"+44 20 7946 0018","said no"\nada@example.com;x\n@CORP.example\tall';
    expect(read(text)).toEqual({
      names: ['email ada@example.com', 'phone +4930901820', 'domain corp.example', 'phone +442079460018'],
      rows: 6,
      refused: 0,
      problems: [],
    });
  });

  it('may name its columns, and numbers without their country where that is told', () => {
    expect(read('phone,why\n030 901820,asked\n', { phoneRegion: 'DE' }, true).names).toEqual(['phone +4930901820']);
  });

  it('tells rows that are none by line, masked', () => {
    const text = 'ada@example.com\nnobody\nada@\n030 901820\nx.y@exa mple.com\n';
    expect(read(text)).toMatchObject({
      rows: 5,
      refused: 4,
      problems: [
        { line: 2, code: 'phone', value: 'n…' },
        { line: 3, code: 'email', value: 'a…@…' },
        { line: 4, code: 'phone', value: '… 20' },
        { line: 5, code: 'email', value: 'x…@e….com' },
      ],
    });
  });

  it('takes every row for what it is told to be', () => {
    expect(read('example.com\nada@example.com\n', { kind: 'email' })).toMatchObject({
      names: ['email ada@example.com'],
      problems: [{ line: 1, code: 'email', value: 'e…' }],
    });
  });

  it('tells no more than the first twenty', () => {
    const { refused, problems } = read('x\n'.repeat(30));
    expect([refused, problems.length]).toEqual([30, 20]);
  });
});
