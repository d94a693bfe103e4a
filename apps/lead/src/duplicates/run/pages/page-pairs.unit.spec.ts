import { describe, expect, it } from '@jest/globals';
import { comparableLead } from '../../comparable/comparable-lead.rules.js';
import { candidate } from '../../people.fixture.spec.js';
import { pagePairs } from './page-pairs.rules.js';

const lead = (id: string, lastName: string | null = null) => comparableLead(candidate({ id, lastName }));
const ids = (pairs: Iterable<readonly { candidate: { id: string } }[]>) =>
  [...pairs].map((pair) => pair.map(({ candidate: { id } }) => id).join(''));

describe('pagePairs', () => {
  const [a, b, c] = [lead('a'), lead('b'), lead('c')];

  it('gives every two of a small block, the lesser id first', () => {
    expect(ids(pagePairs([[c, a, b]])).sort()).toEqual(['ab', 'ac', 'bc']);
  });

  it('gives two that share several blocks once', () => {
    expect(
      ids(
        pagePairs([
          [a, b],
          [b, a],
          [a, c],
        ]),
      ),
    ).toEqual(['ab', 'ac']);
  });

  it('gives neighbours by name of a block that is larger, and none of one that is too large', () => {
    const named = [lead('a', 'Adams'), lead('b', 'Zola'), lead('c', 'Brown')];
    expect(ids(pagePairs([named], { maxWhole: 2, windowLeads: 1, maxLeads: 3 }))).toEqual(['ac', 'bc']);
    expect(ids(pagePairs([named], { maxWhole: 1, windowLeads: 1, maxLeads: 2 }))).toEqual([]);
  });
});
