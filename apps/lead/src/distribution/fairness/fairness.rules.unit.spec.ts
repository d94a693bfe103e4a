import { describe, expect, it } from '@jest/globals';
import { judgeFairness } from './fairness.rules.js';

const seat = (memberId: string, weight = 1) => ({ memberId, weight });
const got = (memberId: string, assignments: number) => ({ memberId, assignments, responded: 0, missed: 0 });

describe('fairness', () => {
  it('is whole where all got what their weight entitles them to', () => {
    const report = judgeFairness([seat('a', 3), seat('b')], [got('a', 6), got('b', 2)]);
    expect(report).toMatchObject({ assignments: 8, gini: 0, spread: 4 });
    expect(report.members.map(({ share01, entitled01, deviation }) => [share01, entitled01, deviation])).toEqual([
      [0.75, 0.75, 0],
      [0.25, 0.25, 0],
    ]);
  });

  // Gini of 0, 0, 0, 1 is 3/4 and of 1, 2, 3, 4 is 1/4 by its definition: mean absolute difference over twice the mean.
  it.each([
    [[0, 0, 0, 1], 0.75],
    [[1, 2, 3, 4], 0.25],
    [[0, 0], 0],
  ])('is as far from it as Gini says: %j', (counts, gini) => {
    const seats = counts.map((_, index) => seat(`m${index}`));
    expect(
      judgeFairness(
        seats,
        counts.map((count, index) => got(`m${index}`, count)),
      ).gini,
    ).toBeCloseTo(gini, 12);
  });

  it('names who is no member any more, but does not compare with them', () => {
    const report = judgeFairness([seat('a')], [got('b', 4)]);
    expect(report.members.map(({ memberId, weight, share01 }) => [memberId, weight, share01])).toEqual([
      ['a', 1, 0],
      ['b', 0, 1],
    ]);
    expect(report).toMatchObject({ gini: 0, spread: 0, assignments: 4 });
    expect(judgeFairness([], [])).toEqual({ assignments: 0, members: [], gini: 0, spread: 0 });
  });
});
