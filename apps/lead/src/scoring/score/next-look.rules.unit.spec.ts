import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NOW } from '../../../test/filters.js';
import type { FilterTree } from '../../filter/condition.js';
import { nextLook } from './next-look.rules.js';
import { scoreAt, UNITS_PER_TENTH, unitsOf } from './score.rules.js';
import type { Score, ScoredLead, ScoreWeights } from './score.js';
import { HOT_TENTHS, WARM_TENTHS } from './temperature.rules.js';
import { anyContributions, anyWeights, engagementRule, fitRule, group, HOUR, scored, scoredOf, weights } from './scores.fixture.spec.js';

const look = (model: ScoreWeights, lead: ScoredLead, at = NOW) => nextLook(model, scoreAt(model, lead, at), lead, at);
const hoursTo = (date: Date | null) => (date === null ? null : (date.getTime() - NOW.getTime()) / HOUR);

/** Half a millionth of a point for each of so many contributions: closer to a mark than that, their rounding decides, however long that lasts. */
function isByRounding(model: ScoreWeights, { fit, engagement }: Score, contributions: number): boolean {
  const units = unitsOf(model, fit, engagement);
  const marks = [WARM_TENTHS, HOT_TENTHS].map((tenths) => (tenths - 0.5) * UNITS_PER_TENTH);
  return Math.min(...marks.map((mark) => Math.abs(units - mark))) <= 100 * contributions;
}

describe('nextLook', () => {
  it('is when the score falls below a mark, to the second', () => {
    const model = weights({ fitSharePercent: 0, engagementRules: [engagementRule('call', 99.9, 24)] });
    // 99.9 points fall to 79.95, which is still shown as 80.0, after 24 h * log2(99.9 / 79.95).
    const hours = 24 * Math.log2(99.9 / 79.95);
    const found = look(model, scored({ call: [0] }));
    expect(Math.abs((hoursTo(found) ?? 0) - hours) * HOUR).toBeLessThanOrEqual(1_500);
  });

  it('is when a burden has decayed and the score rises', () => {
    const model = weights({ fitSharePercent: 50, fitRules: [fitRule('is', 100)], engagementRules: [engagementRule('stays', 80), engagementRule('spam', -60, 24)] }); // prettier-ignore
    // 50 + (80 - 60 * 2^-t) / 2 reaches 79.95 after log2(60 / 20.1) days.
    expect(Math.abs((hoursTo(look(model, scored({ stays: [0], spam: [0] }))) ?? 0) - 24 * Math.log2(60 / 20.1)) * HOUR).toBeLessThanOrEqual(
      1_500,
    );
  });

  it('waits until a capped sum falls below its cap', () => {
    const groups = [group('does', 'engagement', 60)];
    const model = weights({ fitSharePercent: 0, groups, engagementRules: [engagementRule('page', 10, 24)] });
    const pages = Array.from({ length: 500 }, () => 0);
    const found = look(model, scored({ page: pages })) as Date;
    // 5,000 points, of which 60 count, fall to 49.95.
    expect(Math.abs((hoursTo(found) ?? 0) - 24 * Math.log2(5_000 / 49.95)) * HOUR).toBeLessThanOrEqual(1_500);
  });

  it('is never without decay, and at what is dated ahead', () => {
    expect(look(weights({ engagementRules: [engagementRule('call', 80)] }), scored({ call: [0] }))).toBeNull();
    expect(look(weights({ engagementRules: [engagementRule('call', 80, 24)] }), scored({ call: [0] }))).toBeNull();
    expect(hoursTo(look(weights({ engagementRules: [engagementRule('call', 80)] }), scored({ call: [-HOUR / 4] })))).toBe(0.25);
  });

  it.each([
    // Captured a week before noon of 15 June.
    [
      'until midnight, when its day is not among the last eight any more',
      { operator: 'in-last', count: 8, unit: 'day', timeZone: 'UTC' },
      12,
    ],
    ['by the clock', { operator: 'in-last', count: 7 * 24 + 5, unit: 'hour', timeZone: 'UTC' }, 5],
    ['until it is so long ago', { operator: 'at-least-ago', count: 9, unit: 'day' }, 48],
    ['never, when it is already', { operator: 'at-least-ago', count: 2, unit: 'day' }, null],
  ] as const)('waits for a rule of fit that counts from now: %s', (_, test, hours) => {
    const filter: FilterTree = { not: { field: { kind: 'core', name: 'capturedAt' }, type: 'date-time', textCase: 'exact', test } };
    const found = hoursTo(look(weights({ fitRules: [{ ...fitRule('new', 10), filter }] }), scored()));
    if (hours === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(hours, 5);
  });

  it('is where slow decay crosses a mark, give or take what rounding moves', () => {
    const model = weights({
      fitSharePercent: 0,
      groups: [group('does', 'engagement', 50)],
      engagementRules: [engagementRule('page', 37.62, 3_254)],
    });
    const lead = scored({ page: [15_259_031_014, 4_440_654_443, 23_025_775_442, 13_742_965_237, 20_847_885_110] });
    // In points a millisecond the score falls so slowly that half a millionth each of five contributions is worth seconds.
    const found = look(model, lead) as Date;
    expect(scoreAt(model, lead, new Date(found.getTime() - 60_000)).temperature).toBe('warm');
    expect(scoreAt(model, lead, new Date(found.getTime() + 60_000)).temperature).toBe('cold');
  });

  it('passes over no change of temperature', () => {
    fc.assert(
      fc.property(
        anyWeights,
        anyContributions,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }),
        (model, list, places) => {
          const lead = scoredOf(list);
          const { temperature } = scoreAt(model, lead, NOW);
          const end = look(model, lead)?.getTime() ?? NOW.getTime() + 10_000 * 24 * HOUR;
          // A second is how close it is found: a walk may step so far over a crossing.
          const span = end - 1_000 - NOW.getTime();
          for (const place of places.filter(() => span > 0)) {
            const score = scoreAt(model, lead, new Date(NOW.getTime() + Math.floor(place * span)));
            if (!isByRounding(model, score, list.length)) expect(score.temperature).toBe(temperature);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
