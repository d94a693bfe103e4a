import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NOW } from '../../../test/filters.js';
import { explain } from './explanation.rules.js';
import { MICROPOINTS } from './score.js';
import { scoreAt } from './score.rules.js';
import {
  anyContributions,
  anyWeights,
  engagementRule,
  fitRule,
  gainingWeights,
  group,
  HOUR,
  scored,
  scoredOf,
  weights,
} from './scores.fixture.spec.js';

const later = (ms: number): Date => new Date(NOW.getTime() + ms);

describe('scoreAt', () => {
  it('weighs what a lead is and what it does by their shares', () => {
    const model = weights({ fitSharePercent: 60, fitRules: [fitRule('ceo', 50)], engagementRules: [engagementRule('call', 20)] });
    // 60 % of 50 and 40 % of 3 times 20.
    expect(scoreAt(model, scored({ call: [0, HOUR, 9 * HOUR] }), NOW)).toMatchObject({
      fit: 50 * MICROPOINTS,
      engagement: 60 * MICROPOINTS,
      tenths: 540,
      temperature: 'warm',
    });
  });

  it('halves points in each half-life', () => {
    const model = weights({ fitSharePercent: 0, engagementRules: [engagementRule('call', 80, 24)] });
    const at = (hours: number) => scoreAt(model, scored({ call: [hours * HOUR] }), NOW).engagement / MICROPOINTS;
    expect([0, 24, 48, 72, 240].map(at)).toEqual([80, 40, 20, 10, 0.078125]);
    expect(at(12)).toBeCloseTo(80 / Math.SQRT2, 6);
  });

  it('does not count what lies ahead', () => {
    const model = weights({ fitSharePercent: 0, engagementRules: [engagementRule('call', 80)] });
    expect(scoreAt(model, scored({ call: [-1] }), NOW).tenths).toBe(0);
    expect(scoreAt(model, scored({ call: [-1] }), later(1)).tenths).toBe(800);
  });

  it('caps groups on both sides and parts between 0 and 100, and says so', () => {
    const groups = [group('who', 'fit', 30), group('where', 'fit', 80), group('does', 'engagement', 10)];
    const fitRules = [fitRule('a', 25), fitRule('b', 25), fitRule('c', 80, true, 'where')];
    const model = weights({ groups, fitRules, engagementRules: [engagementRule('spam', -50)] });
    const score = scoreAt(model, scored({ spam: [0] }), NOW);
    expect([score.fit, score.engagement]).toEqual([100 * MICROPOINTS, 0]);
    expect(explain(model, score).map(({ cause, key, tenths }) => [cause, key, tenths])).toEqual([
      ['rule', 'a', 125],
      ['rule', 'b', 125],
      ['group-cap', 'who', -100],
      ['rule', 'c', 400],
      ['part-limit', 'fit', -50],
      ['rule', 'spam', -250],
      ['group-cap', 'does', 200],
      ['part-limit', 'engagement', 50],
    ]);
  });

  it.each([
    [49.94, 'cold', 499],
    [49.95, 'warm', 500],
    [79.94, 'warm', 799],
    [79.95, 'hot', 800],
    [100, 'hot', 1_000],
  ])('calls %d points %s', (points, temperature, tenths) => {
    const model = weights({ fitSharePercent: 100, fitRules: [fitRule('one', points)] });
    expect(scoreAt(model, scored(), NOW)).toMatchObject({ temperature, tenths });
  });

  it('stays between 0 and 100, and each group within its cap', () => {
    fc.assert(
      fc.property(anyWeights, anyContributions, (model, list) => {
        const { tenths, fit, engagement, factors } = scoreAt(model, scoredOf(list), NOW);
        expect([tenths, fit, engagement].every((value) => value >= 0)).toBe(true);
        expect(tenths <= 1_000 && fit <= 100 * MICROPOINTS && engagement <= 100 * MICROPOINTS).toBe(true);
        for (const { key, cap } of model.groups) {
          const keys = [...model.fitRules, ...model.engagementRules].filter((rule) => rule.group === key).map((rule) => rule.key);
          const own = factors.filter(
            ({ cause, key: of }) => (cause === 'rule' && keys.includes(of)) || (cause === 'group-cap' && of === key),
          );
          expect(Math.abs(own.reduce((sum, { micro }) => sum + micro, 0))).toBeLessThanOrEqual(cap * MICROPOINTS);
        }
      }),
    );
  });

  it('never grows by the passing of time when no points are below zero', () => {
    fc.assert(
      fc.property(gainingWeights, anyContributions, fc.array(fc.nat(400 * 24 * HOUR), { minLength: 2 }), (model, list, waits) => {
        const scores = waits.toSorted((a, b) => a - b).map((wait) => scoreAt(model, scoredOf(list), later(wait)).engagement);
        expect(scores).toEqual(scores.toSorted((a, b) => b - a));
      }),
    );
  });

  it('does not depend on the order of contributions, and forgets one that is taken back without a trace', () => {
    const shuffled = anyContributions.chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.shuffledSubarray(list, { minLength: list.length }),
        fc.tuple(fc.constantFrom('page', 'mail'), fc.nat(HOUR)),
      ),
    );
    fc.assert(
      fc.property(anyWeights, shuffled, fc.nat(40), (model, [list, other, more], place) => {
        const score = scoreAt(model, scoredOf(list), NOW);
        expect(scoreAt(model, scoredOf(other), NOW)).toEqual(score);
        const withMore = other.toSpliced(place, 0, more);
        expect(scoreAt(model, scoredOf(withMore.toSpliced(withMore.indexOf(more), 1)), NOW)).toEqual(score);
      }),
    );
  });
});

describe('explain', () => {
  it('gives tenths that sum up to the score, none a whole tenth from its exact value', () => {
    fc.assert(
      fc.property(anyWeights, anyContributions, (model, list) => {
        const score = scoreAt(model, scoredOf(list), NOW);
        const factors = explain(model, score);
        expect(factors.reduce((sum, { tenths }) => sum + tenths, 0)).toBe(score.tenths);
        const share = { fit: model.fitSharePercent, engagement: 100 - model.fitSharePercent };
        for (const { part, micro, tenths } of factors) {
          expect(Math.abs(tenths - (micro / MICROPOINTS) * (share[part] / 100) * 10)).toBeLessThan(1);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('gives the tenth that is missing to who lost most', () => {
    const model = weights({ fitSharePercent: 100, fitRules: [fitRule('a', 10.04), fitRule('b', 10.06), fitRule('c', 10.08)] });
    // 30.18 points are shown as 30.2: each is rounded down to 10.0, and the two tenths go to c and b.
    expect(explain(model, scoreAt(model, scored(), NOW)).map(({ tenths }) => tenths)).toEqual([100, 101, 101]);
  });
});
