import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { customField } from '../../../test/custom-fields.js';
import { compareDecimals, normaliseDecimal } from '../values/decimal.rules.js';
import { indexedValues, uniqueValues } from './indexed-values.rules.js';
import { compareSortKeys, sortKeys } from './sort-key.rules.js';

const keyOf = (...args: Parameters<typeof sortKeys>): string => sortKeys(...args)[0] ?? '';

describe('sortKeys', () => {
  it('writes numbers with fixed digits, negative ones by complement', () => {
    expect(keyOf('number', '12.5')).toBe('1000000000012500000');
    expect(keyOf('number', '0')).toBe('1000000000000000000');
    expect(keyOf('number', '-0.000001')).toBe('0999999999999999998');
    expect(keyOf('number', '-999999999999.999999')).toBe('0000000000000000000');
    expect(keyOf('money', { amount: '12.50', currency: 'EUR' })).toBe('EUR 1000000000001250');
  });

  it('orders numbers as their values', () => {
    const decimal = fc
      .tuple(fc.bigInt({ min: -(10n ** 12n) + 1n, max: 10n ** 12n - 1n }), fc.integer({ min: 0, max: 999_999 }))
      .map(([whole, fraction]) => {
        const checked = normaliseDecimal(`${whole}.${String(fraction).padStart(6, '0')}`, { wholeDigits: 12, scale: 6 });
        return checked.ok ? String(checked.value) : checked.code;
      });
    fc.assert(
      fc.property(decimal, decimal, (left, right) => {
        expect(compareSortKeys(keyOf('number', left), keyOf('number', right))).toBe(compareDecimals(left, right));
      }),
    );
  });

  it('is the same for text that differs in case alone', () => {
    expect(keyOf('text', 'ÉCOLE Straße')).toBe(keyOf('text', 'école STRAßE'));
    expect(keyOf('url', 'https://a.example/A')).not.toBe(keyOf('url', 'https://a.example/a'));
  });

  it('stays below what an entry of an index holds', () => {
    const longest = keyOf('text', 'ﾊ'.repeat(500));
    expect(Buffer.byteLength(longest) + 3 * 16).toBeLessThan(2_704);
  });

  it('compares by bytes, as collation C does', () => {
    // U+FF8A is EF BE 8A, U+1F600 is F0 9F 98 80; in UTF-16 the second begins with D83D.
    expect(compareSortKeys('\uff8a', '\u{1f600}')).toBe(-1);
    expect(compareSortKeys('a', 'b')).toBe(-1);
    expect(compareSortKeys('a', 'a')).toBe(0);
  });
});

describe('indexedValues', () => {
  const size = customField('number', { indexed: true });
  const badge = customField('text', { unique: true });
  const interests = customField('multiple-choice', { indexed: true });
  const plain = customField('text');
  const gone = customField('text', { indexed: true, archived: true });

  it('has a row for every value of a live field that is indexed or unique', () => {
    const values = {
      [size.fieldId]: '5',
      [badge.fieldId]: 'AB-1',
      [interests.fieldId]: ['sailing', 'chess'],
      [plain.fieldId]: 'x',
      [gone.fieldId]: 'y',
    };
    expect(indexedValues([size, badge, interests, plain, gone], values)).toEqual([
      { fieldId: size.fieldId, sortKey: '1000000000005000000', unique: false, settled: true },
      { fieldId: badge.fieldId, sortKey: 'ab-1', unique: true, settled: true },
      { fieldId: interests.fieldId, sortKey: 'sailing', unique: false, settled: true },
      { fieldId: interests.fieldId, sortKey: 'chess', unique: false, settled: true },
    ]);
  });

  it.each(['filling', 'checking', 'conflicting'] as const)(
    'leaves open who has a value of a unique field while its index is %s',
    (indexWork) => {
      const plate = customField('text', { unique: true, indexWork });
      expect(indexedValues([plate], { [plate.fieldId]: 'a' })).toEqual([
        { fieldId: plate.fieldId, sortKey: 'a', unique: false, settled: false },
      ]);
      expect(uniqueValues([plate], { [plate.fieldId]: 'a' })).toEqual([]);
    },
  );

  it('has none for a field without a value', () => {
    expect(indexedValues([size, badge], {})).toEqual([]);
  });
});
