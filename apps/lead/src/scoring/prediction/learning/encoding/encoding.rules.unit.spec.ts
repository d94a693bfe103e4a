import { describe, expect, it } from '@jest/globals';
import type { FeatureValue } from '../examples.js';
import { finished } from '../finished.fixture.spec.js';
import { choiceEncoder, choiceEncoding } from './choice-encoding.rules.js';
import { designOf, encodeColumns } from './encoding.rules.js';
import { numberEncoder, numberEncoding } from './number-encoding.rules.js';

const times = (count: number, value: FeatureValue): FeatureValue[] => Array.from({ length: count }, () => value);

describe('a number', () => {
  it('counts in standard deviations from its mean, and what is not known in a column of its own', () => {
    const encoding = numberEncoding('n', [...times(10, 2), ...times(10, 6), null, Number.NaN, Infinity]);
    // Mean 4, standard deviation 2; both halves lie one deviation away.
    expect(encoding).toMatchObject({ mean: 4, deviation: 2, lowest: 2, highest: 6, logarithmic: false, hasMissing: true });
    const encode = numberEncoder(encoding as NonNullable<typeof encoding>);
    expect(encode(6)).toEqual({ column: 0, number: 1 });
    expect([encode(null), encode(Number.NaN), encode('many')]).toEqual(times(3, null).map(() => ({ column: 1, number: 1 })));
    // Nobody had more than six.
    expect([encode(1e308), encode(Infinity)]).toEqual([{ column: 0, number: 1 }, { column: 1, number: 1 }]); // prettier-ignore
  });

  it('counts by its logarithm where sizes are spread over several orders', () => {
    const sizes = Array.from({ length: 101 }, (_, index) => 10 ** (index / 20));
    expect(numberEncoding('n', sizes)).toMatchObject({ logarithmic: true, hasMissing: false });
    expect(numberEncoding('n', sizes.map((size) => size - 1.5))).toMatchObject({ logarithmic: false }); // prettier-ignore
    expect(numberEncoding('n', sizes.map((_, index) => index))).toMatchObject({ logarithmic: false }); // prettier-ignore
  });

  it('is not led astray by single ones that are far off', () => {
    const usual = Array.from({ length: 200 }, (_, index) => index % 10);
    expect(numberEncoding('n', [...usual, 1e12])).toMatchObject({ lowest: 0, highest: 9, logarithmic: false });
  });

  it.each<[string, FeatureValue[]]>([
    ['it is always the same', times(50, 7)],
    ['hardly anybody states it', [...times(9, 1), ...times(90, null)]],
    ['nobody states it', times(50, null)],
    ['there are no leads', []],
  ])('is left out where %s', (_, values) => expect(numberEncoding('n', values)).toBeUndefined());
});

describe('a choice', () => {
  it('has a column for each word that ten leads state, one for all others, and one for none', () => {
    const encoding = choiceEncoding('c', [...times(10, 'b'), ...times(12, 'a'), ...times(9, 'rare'), ...times(3, null)]);
    expect(encoding).toMatchObject({ words: ['a', 'b'], hasOther: true, hasMissing: true });
    const encode = choiceEncoder(encoding as NonNullable<typeof encoding>);
    expect(['a', 'b', 'rare', 'never seen', null].map((value) => encode(value)?.column)).toEqual([0, 1, 2, 2, 3]);
  });

  it('says nothing of a word that it never saw, where there was none beside the frequent ones', () => {
    const encoding = choiceEncoding('c', [...times(10, 'a'), ...times(10, 'b')]);
    const encode = choiceEncoder(encoding as NonNullable<typeof encoding>);
    expect([encode('c'), encode(null)]).toEqual([undefined, undefined]);
  });

  it('keeps the twenty most frequent words, of equals those that come first in the alphabet', () => {
    const words = Array.from({ length: 25 }, (_, index) => String.fromCharCode(97 + index));
    const encoding = choiceEncoding('c', words.toReversed().flatMap((word) => times(word === 'y' ? 11 : 10, word))); // prettier-ignore
    expect(encoding?.words).toEqual(['y', ...words.slice(0, 19)]);
  });

  it.each<[string, FeatureValue[]]>([
    ['all leads state the same', times(50, 'x')],
    ['nobody states it', times(50, null)],
    ['there are no leads', []],
  ])('is left out where %s', (_, values) => expect(choiceEncoding('c', values)).toBeUndefined());
});

describe('leads as rows', () => {
  const columns = [
    { feature: { key: 'kind', kind: 'choice' as const }, values: [...times(10, 'a'), ...times(10, 'b'), null, 'a'] },
    { feature: { key: 'size', kind: 'number' as const }, values: [...times(10, 1), ...times(10, 3), 3, null] },
  ];

  it('stand side by side in their columns, chosen by the leads that count', () => {
    const placed = finished(
      encodeColumns(
        columns,
        Uint32Array.from({ length: 20 }, (_, row) => row),
      ),
    );
    expect(placed.map(({ encoding, firstColumn }) => [encoding.key, firstColumn])).toEqual([['kind', 0], ['size', 2]]); // prettier-ignore
    const { columnCount, starts, columns: places, values } = finished(designOf(placed, 22));
    expect(columnCount).toBe(3);
    const row = (index: number) =>
      [...places.slice(starts[index], starts[index + 1])].map((place, at) => [place, values[(starts[index] ?? 0) + at]]);
    expect([row(0), row(19)]).toEqual([[[0, 1], [2, -1]], [[1, 1], [2, 1]]]); // prettier-ignore
    // Neither lead counted, and none before lacked what they lack.
    expect([row(20), row(21)]).toEqual([[[2, 1]], [[0, 1]]]); // prettier-ignore
  });

  it('have 256 columns at most, of what most leads state', () => {
    const many = Array.from({ length: 40 }, (_, index) => ({
      feature: { key: `c${index}`, kind: 'choice' as const },
      values: Array.from({ length: 400 }, (_value, row) => (row < 200 + index * 5 ? `${row % 20}` : null)),
    }));
    const placed = finished(
      encodeColumns(
        many,
        Uint32Array.from({ length: 400 }, (_, row) => row),
      ),
    );
    // Twenty words and a column for what is missing take 21: room for twelve.
    expect(placed.map(({ encoding }) => encoding.key)).toEqual(many.slice(28).map(({ feature }) => feature.key));
  });
});
