import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { qualityOf } from './quality.rules.js';
import { areaUnderCurve, standardErrorOfArea } from './ranking.rules.js';

const area = (scores: readonly number[], outcomes: readonly number[]) =>
  areaUnderCurve(Float64Array.from(scores), Uint8Array.from(outcomes));

describe('the area under the curve', () => {
  it.each([
    [[1, 2, 3, 4], [0, 0, 1, 1], 1],
    [[4, 3, 2, 1], [0, 0, 1, 1], 0],
    [[7, 7, 7, 7], [0, 1, 0, 1], 0.5],
    // Of four pairs three are in order and one is a tie: 3.5 / 4.
    [[1, 2, 2, 3], [0, 0, 1, 1], 0.875],
  ])('of %j against %j is %d', (scores, outcomes, expected) => expect(area(scores, outcomes)).toBe(expected));

  it('is not known while there is but one outcome', () => {
    expect([area([1, 2], [1, 1]), area([1, 2], [0, 0]), area([], [])]).toEqual([undefined, undefined, undefined]);
  });

  it('is the share of pairs in order, ties counted half', () => {
    const scored = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.constantFrom(0, 1)), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(scored, (drawn) => {
        const of = (outcome: number) => drawn.filter(([, one]) => one === outcome).map(([score]) => score);
        const pairs = of(1).flatMap((won) => of(0).map((lost) => (won > lost ? 1 : won === lost ? 0.5 : 0)));
        fc.pre(pairs.length > 0);
        const expected = pairs.reduce<number>((sum, pair) => sum + pair, 0) / pairs.length;
        expect(area(drawn.map(([score]) => score), drawn.map(([, outcome]) => outcome))).toBeCloseTo(expected, 12); // prettier-ignore
      }),
    );
  });

  it('is that of the readings of Hanley and McNeil (1982), with their standard error', () => {
    // Ratings 1 to 5 of 58 normal and 51 abnormal pictures; they tell 0.893 and 0.032.
    const [normal, abnormal] = [[33, 6, 6, 11, 2], [3, 2, 2, 11, 33]]; // prettier-ignore
    const ratings = [normal, abnormal].flatMap((counts, outcome) =>
      counts.flatMap((count, rating) => Array.from({ length: count }, () => [rating + 1, outcome] as const)),
    );
    const found = area(ratings.map(([rating]) => rating), ratings.map(([, outcome]) => outcome)); // prettier-ignore
    expect(found).toBeCloseTo(0.893, 3);
    expect(standardErrorOfArea(found ?? 0, 51, 58)).toBeCloseTo(0.032, 3);
  });
});

describe('the quality of a model', () => {
  it('is told by losses that are counted by hand', () => {
    // 80 % for one that was won, 30 % for one that was lost.
    const found = qualityOf(Float64Array.of(Math.log(4), Math.log(3 / 7)), Uint8Array.of(1, 0), 0.25);
    expect(found).toMatchObject({ leads: 2, won: 1, area: 1 });
    expect(found.logLoss).toBeCloseTo(-(Math.log(0.8) + Math.log(0.7)) / 2, 12);
    expect(found.baseLogLoss).toBeCloseTo(-(Math.log(0.25) + Math.log(0.75)) / 2, 12);
    expect(found.brier).toBeCloseTo((0.2 ** 2 + 0.3 ** 2) / 2, 12);
  });

  it('compares what was said with what came, group by group from the lowest', () => {
    // Ten said to be even, of whom five were won; thirty said to be 3 to 1, of whom twenty-one were.
    const said = Float64Array.from({ length: 40 }, (_, index) => (index < 10 ? 0 : Math.log(3)));
    const outcomes = Uint8Array.from(said, (_, index) => Number(index < 5 || (index >= 10 && index < 31)));
    const [low, high] = qualityOf(said, outcomes, 0.5).calibration;
    // Groups of twenty: ten at 0.5 and ten at 0.75, then twenty at 0.75.
    expect([low?.leads, low?.predicted01, high?.leads, high?.predicted01]).toEqual([20, expect.closeTo(0.625), 20, expect.closeTo(0.75)]);
    expect([low?.observed01, high?.observed01]).toEqual([0.75, 0.55]);
  });
});
