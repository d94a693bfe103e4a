import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NOW } from '../../../test/filters.js';
import { nextLook } from './next-look.rules.js';
import { scoreAt } from './score.rules.js';
import type { ScoredLead, ScoreWeights } from './score.js';
import { anyContributions, anyWeights, engagementRule, fitRule, group, HOUR, scored, scoredOf, weights } from './scores.fixture.spec.js';

const look = (model: ScoreWeights, lead: ScoredLead, at = NOW) => nextLook(model, scoreAt(model, lead, at), lead.contributions, at);
const hoursTo = (date: Date | null) => (date === null ? null : (date.getTime() - NOW.getTime()) / HOUR);

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

  it('is never without decay, an hour ahead with filters of days, and at what is dated ahead', () => {
    expect(look(weights({ engagementRules: [engagementRule('call', 80)] }), scored({ call: [0] }))).toBeNull();
    expect(look(weights({ engagementRules: [engagementRule('call', 80, 24)] }), scored({ call: [0] }))).toBeNull();
    const test = { operator: 'in-last', count: 7, unit: 'day', timeZone: 'UTC' } as const;
    const filter = { not: { field: { kind: 'core', name: 'capturedAt' }, type: 'date-time', textCase: 'exact', test } } as const;
    expect(hoursTo(look(weights({ fitRules: [{ ...fitRule('new', 10), filter }] }), scored()))).toBe(1);
    expect(hoursTo(look(weights({ engagementRules: [engagementRule('call', 80)] }), scored({ call: [-HOUR / 4] })))).toBe(0.25);
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
            expect(scoreAt(model, lead, new Date(NOW.getTime() + Math.floor(place * span))).temperature).toBe(temperature);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
