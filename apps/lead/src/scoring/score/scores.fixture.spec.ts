import fc from 'fast-check';
import { leadRecord, NOW } from '../../../test/filters.js';
import type { FilterTree } from '../../filter/condition.js';
import type { Contributions, EngagementRule, FitRule, ScoredLead, ScoreGroup, ScoreWeights } from './score.js';

export const HOUR = 3_600_000;
const ALWAYS: FilterTree = { and: [] };
const NEVER: FilterTree = { or: [] };

export const group = (key: string, part: ScoreGroup['part'], cap = 100): ScoreGroup => ({ key, label: key, part, cap });
export const fitRule = (key: string, points: number, holds = true, inGroup = 'who'): FitRule => {
  const filter = holds ? ALWAYS : NEVER;
  return { key, label: key, group: inGroup, points, filter, stated: filter };
};
export const engagementRule = (key: string, points: number, halfLifeHours: number | null = null, inGroup = 'does'): EngagementRule => ({
  key,
  label: key,
  group: inGroup,
  points,
  kinds: [key],
  halfLifeHours,
});

/** Weights of one group a part, unless told otherwise. */
export function weights(stated: Partial<ScoreWeights>): ScoreWeights {
  const groups = [group('who', 'fit'), group('does', 'engagement')];
  return { fitSharePercent: 50, groups, fitRules: [], engagementRules: [], ...stated };
}

/** @param agesMs of contributions before {@link NOW}, by kind */
export function scored(agesMs: Readonly<Record<string, readonly number[]>> = {}): ScoredLead {
  const contributions: Contributions = new Map(
    Object.entries(agesMs).map(([kind, ages]) => [kind, ages.map((age) => NOW.getTime() - age)]),
  );
  return { lead: leadRecord(), contributions };
}

const KINDS = ['page', 'mail', 'form'];
const points = fc.integer({ min: -10_000, max: 10_000 }).filter((hundredths) => hundredths !== 0).map((hundredths) => hundredths / 100); // prettier-ignore
const gains = fc.integer({ min: 1, max: 10_000 }).map((hundredths) => hundredths / 100);
const cap = fc.integer({ min: 1, max: 100 });
const halfLife = fc.option(fc.integer({ min: 1, max: 24 * 365 }), { nil: null });

function anyWeightsOf(anyPoints: fc.Arbitrary<number>): fc.Arbitrary<ScoreWeights> {
  return fc.record({
    fitSharePercent: fc.integer({ min: 0, max: 100 }),
    groups: fc.tuple(cap, cap, cap, cap).map(([a, b, c, d]) => [group('a', 'fit', a), group('b', 'fit', b), group('c', 'engagement', c), group('d', 'engagement', d)]), // prettier-ignore
    fitRules: fc
      .array(fc.tuple(anyPoints, fc.boolean(), fc.constantFrom('a', 'b')), { maxLength: 6 })
      .map((rules) => rules.map(([gives, holds, inGroup], index) => fitRule(`fit-${index}`, gives, holds, inGroup))),
    engagementRules: fc
      .array(fc.tuple(anyPoints, halfLife, fc.constantFrom('c', 'd'), fc.subarray(KINDS, { minLength: 1 })), { maxLength: 6 })
      .map((rules) =>
        rules.map(([gives, life, inGroup, kinds], index) => ({ ...engagementRule(`does-${index}`, gives, life, inGroup), kinds })),
      ),
  });
}

export const anyWeights = anyWeightsOf(points);
/** Without rules below zero. */
export const gainingWeights = anyWeightsOf(gains);

/** Kinds and ages in milliseconds, up to a year. */
export const anyContributions = fc.array(fc.tuple(fc.constantFrom(...KINDS), fc.integer({ min: 0, max: 365 * 24 * HOUR })), { maxLength: 40 }); // prettier-ignore

export function scoredOf(list: readonly (readonly [string, number])[]): ScoredLead {
  return scored(Object.fromEntries(KINDS.map((kind) => [kind, list.filter(([of]) => of === kind).map(([, age]) => age)])));
}
