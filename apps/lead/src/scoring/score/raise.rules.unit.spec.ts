import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NOW } from '../../../test/filters.js';
import { raiseAbove } from './raise.rules.js';
import type { RulePoints, ScoreWeights } from './score.js';
import { micropoints, scoreAt, scoreOf } from './score.rules.js';
import { anyContributions, anyWeights, engagementRule, fitRule, group, HOUR, scored, scoredOf, weights } from './scores.fixture.spec.js';

const keysOf = (model: ScoreWeights, above: number, ages = {}) => {
  const { rules, tenths } = raiseAbove(model, scoreAt(model, scored(ages), NOW), above * 10);
  return [rules.map(({ key }) => key).toSorted(), tenths];
};

describe('raiseAbove', () => {
  it('takes the rules that bring most, across both parts', () => {
    const fitRules = [fitRule('has', 20), fitRule('small', 10, false), fitRule('large', 60, false)];
    const model = weights({ fitRules, engagementRules: [engagementRule('page', 10), engagementRule('call', 50)] });
    // 10 points now; the large one brings 30, the call 25, the page 5.
    expect(keysOf(model, 39)).toEqual([['large'], 400]);
    expect(keysOf(model, 60)).toEqual([['call', 'large'], 650]);
    expect(keysOf(model, 5)).toEqual([[], 100]);
    expect(keysOf(model, 99)).toEqual([[], 750]);
  });

  it('knows that a cap makes a large rule worth little', () => {
    const groups = [group('who', 'fit', 10), group('does', 'engagement')];
    const model = weights({ groups, fitRules: [fitRule('large', 90, false)], engagementRules: [engagementRule('call', 30)] });
    expect(keysOf(model, 12)).toEqual([['call'], 150]);
    expect(keysOf(model, 15)).toEqual([['call', 'large'], 200]);
  });

  it('knows that what was done can be done again, the more so when it is long ago', () => {
    const model = weights({ fitSharePercent: 0, engagementRules: [engagementRule('call', 60, 24), engagementRule('page', 20)] });
    // A call of ten days ago is worth 60 / 1024, which is 0.1; another one 60 more.
    expect(keysOf(model, 55, { call: [10 * 24 * HOUR] })).toEqual([['call'], 601]);
    expect(keysOf(model, 70, { page: [0, 0] })).toEqual([['call'], 1_000]);
  });

  it('finds a set as small and as good as trying all sets does', () => {
    fc.assert(
      fc.property(anyWeights, anyContributions, fc.integer({ min: 0, max: 99 }), (model, list, above) => {
        const score = scoreAt(model, scoredOf(list), NOW);
        const sets = subsets(score.rules.filter(({ part, count, rule }) => rule.points > 0 && (part === 'engagement' || count === 0)));
        const enough = sets
          .map((set) => ({ size: set.length, tenths: withSet(model, score.rules, set) }))
          .filter(({ tenths }) => tenths > above * 10);
        const raise = raiseAbove(model, score, above * 10);
        const named = score.rules.filter(({ rule }) => raise.rules.includes(rule));
        if (named.length > 0) expect(raise.tenths).toBe(withSet(model, score.rules, named));
        const [best] = enough.toSorted((a, b) => a.size - b.size || b.tenths - a.tenths);
        if (best === undefined) expect([raise.rules, raise.tenths <= above * 10]).toEqual([[], true]);
        else expect([raise.rules.length, raise.tenths]).toEqual([best.size, best.tenths]);
      }),
      { seed: 22, numRuns: 300 },
    );
  });

  it('looks at the points of a rule a few times, whatever the number of splits', () => {
    const groups = Array.from({ length: 20 }, (_, n) => group(`${n}`, n < 10 ? 'fit' : 'engagement', 9));
    const fitRules = Array.from({ length: 50 }, (_, n) => fitRule(`fit-${n}`, 1 + n, false, `${n % 10}`));
    const engagementRules = Array.from({ length: 50 }, (_, n) => engagementRule(`does-${n}`, 1 + n, 24, `${10 + (n % 10)}`));
    const model = weights({ groups, fitRules, engagementRules });
    const { rules, ...score } = scoreAt(model, scored(), NOW);
    let looks = 0;
    const look = (points: number) => {
      looks += 1;
      return points;
    };
    const watched = rules.map((points) =>
      Object.defineProperty({ ...points }, 'micro', { get: () => look(points.micro), enumerable: true }),
    );
    // Ten groups of nine points make ninety of a part, and so of the score.
    expect(raiseAbove(model, { ...score, rules: watched }, 990)).toEqual({ rules: [], tenths: 900 });
    expect(looks).toBeLessThanOrEqual(4 * rules.length);
  });
});

function subsets<T>(items: readonly T[]): T[][] {
  return items.reduce<T[][]>((sets, item) => [...sets, ...sets.map((set) => [...set, item])], [[]]);
}

function withSet(model: ScoreWeights, rules: readonly RulePoints[], set: readonly RulePoints[]): number {
  return scoreOf(
    model,
    rules.map((one) => (set.includes(one) ? { ...one, micro: one.micro + micropoints(one.rule.points) } : one)),
  ).tenths;
}
