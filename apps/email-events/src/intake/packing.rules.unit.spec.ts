import { describe, expect, it } from '@jest/globals';
import { pack } from './packing.rules.js';

const itself = (weight: number): number => weight;

describe('pack', () => {
  it.each([
    ['nothing', [], []],
    ['what fits exactly', [4, 3, 3], [[4, 3, 3]]],
    ['one byte more', [4, 3, 4], [[4, 3], [4]]],
    ['an event over the limit', [1, 11, 1], [[1], [11], [1]]],
    ['an event over the limit in front', [12, 1], [[12], [1]]],
  ])('of %s', (_what, weights, packs) => {
    expect(pack(weights, itself, 10)).toEqual(packs);
  });
});
