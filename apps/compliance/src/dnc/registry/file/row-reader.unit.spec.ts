import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normaliseDncValue } from '../../dnc-value.rules.js';
import { nationalNumberOf } from '../national-number.rules.js';
import { RowReader } from './row-reader.rules.js';

type Found = readonly [what: string, value: number];

function read(text: string, { isDelta = false, pieceBytes = text.length + 1 } = {}): { found: Found[]; isText: boolean; isWhole: boolean } {
  const found: Found[] = [];
  const reader = new RowReader(
    {
      add: (number) => found.push(['added', number]),
      remove: (number) => found.push(['removed', number]),
      refuse: (line, problem) => found.push([problem, line]),
    },
    isDelta,
  );
  const bytes = Buffer.from(text);
  let isText = true;
  for (let at = 0; at < bytes.length && isText; at += pieceBytes) isText = reader.push(bytes.subarray(at, at + pieceBytes));
  return { found, isText, isWhole: reader.end() };
}

describe('rows of a list', () => {
  it.each([
    '415,5552671',
    '4155552671',
    '14155552671',
    '+14155552671',
    '1,4155552671',
    '(415) 555-2671',
    '"415","5552671"',
    '"415-555-2671"',
    ' 415.555.2671\t',
    '+1 415 555 2671\r',
  ])('has %j as one number', (row) => {
    expect(read(`${row}\n`).found).toEqual([['added', 4_155_552_671]]);
  });

  it.each([
    ['415,555267', 'wrong_length'],
    ['415,55526711', 'wrong_length'],
    ['24155552671', 'wrong_length'],
    ['415,5552671,415,5552672', 'not_a_number'],
    ['4155552671 4155552672', 'wrong_length'],
    ['7', 'wrong_length'],
    [`${'4'.repeat(100_000)}`, 'wrong_length'],
    ['415,555267l', 'not_a_number'],
    ['1-800-FLOWERS', 'not_a_number'],
    ['AreaCode,Number', 'not_a_number'],
    ['415,,5552671', 'not_a_number'],
    ['41,55552671', 'not_a_number'],
    ['415+5552671', 'not_a_number'],
    ['415,5552671,A', 'not_a_number'],
    ['\u0664\u0661\u0665,5552671', 'not_a_number'],
    ['115,5552671', 'area_code'],
    ['015,5552671', 'area_code'],
    ['1,0155552671', 'area_code'],
  ])('refuses %.30j: %s', (row, problem) => {
    expect(read(`415,5552671\n${row}\n212,5550100\n`).found).toEqual([
      ['added', 4_155_552_671],
      [problem, 2],
      ['added', 2_125_550_100],
    ]);
  });

  it('passes over blank rows and counts them as lines', () => {
    expect(read('\n \r\n415,5552671\n\nx\n').found).toEqual([
      ['added', 4_155_552_671],
      ['not_a_number', 5],
    ]);
  });

  it('tells whether the last row is whole', () => {
    expect(read('415,5552671\n212,5550100')).toEqual({
      found: [
        ['added', 4_155_552_671],
        ['added', 2_125_550_100],
      ],
      isText: true,
      isWhole: true,
    });
    expect(read('415,5552671\n212,55501').isWhole).toBe(false);
    expect(read('415,5552671,A\n212,5550100', { isDelta: true }).isWhole).toBe(false);
    expect(read('415,5552671\nx').isWhole).toBe(true);
  });

  it('stops at what is no text', () => {
    expect(read('415,5552671\n4\u00001').isText).toBe(false);
  });
});

describe('rows of changes', () => {
  it('add and remove', () => {
    expect(read('415,5552671,A\n4155552671,D\n"212","5550100","A"\n', { isDelta: true }).found).toEqual([
      ['added', 4_155_552_671],
      ['removed', 4_155_552_671],
      ['added', 2_125_550_100],
    ]);
  });

  it.each([
    ['415,5552671', 'no_operation'],
    ['415,5552671,', 'no_operation'],
    ['415,5552671A', 'not_a_number'],
    ['415,5552671,X', 'not_a_number'],
    ['415,5552671,AD', 'not_a_number'],
    ['415,5552671,A1', 'not_a_number'],
    ['A,4155552671', 'not_a_number'],
    ['415,555267,A', 'not_a_number'],
  ])('refuses %j: %s', (row, problem) => {
    expect(read(`${row}\n`, { isDelta: true }).found).toEqual([[problem, 1]]);
  });
});

describe('whatever comes', () => {
  const row = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'0123456789,AD +-().x"\r'), maxLength: 16 }),
    fc.integer({ min: 2_000_000_000, max: 9_999_999_999 }).map(String),
  );

  it('is read alike in pieces of any size, each row once', () => {
    fc.assert(
      fc.property(fc.array(row), fc.boolean(), fc.integer({ min: 1, max: 20 }), (rows, isDelta, pieceBytes) => {
        const text = rows.map((each) => `${each}\n`).join('');
        const whole = read(text, { isDelta });
        expect(read(text, { isDelta, pieceBytes })).toEqual(whole);
        expect(whole.found.length).toBeLessThanOrEqual(rows.length);
      }),
    );
  });

  it('is the number that is asked for in the same spelling', () => {
    const spell = fc.constantFrom(
      (digits: string) => `+1${digits}`,
      (digits: string) => `1${digits}`,
      (digits: string) => digits,
      (digits: string) => `(${digits.slice(0, 3)}) ${digits.slice(3, 6)}-${digits.slice(6)}`,
      (digits: string) => `1.${digits.slice(0, 3)}.${digits.slice(3, 6)}.${digits.slice(6)}`,
    );
    const digits = fc.integer({ min: 2_000_000_000, max: 9_999_999_999 }).map(String);
    fc.assert(
      fc.property(digits, spell, (number, write) => {
        const [found] = read(`${write(number)}\n`).found;
        expect(found).toEqual(['added', nationalNumberOf(normaliseDncValue('phone', write(number), 'US', 'phone'))]);
      }),
    );
  });
});
