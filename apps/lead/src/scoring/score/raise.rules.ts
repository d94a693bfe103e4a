import type { EngagementRule, FitRule, Micropoints, RulePoints, Score, ScorePart, ScoreWeights } from './score.js';
import { groupPoints, micropoints, partPoints, tenthsOf } from './score.rules.js';

/** What would bring a score above a mark. */
export interface Raise {
  /** The fewest rules that do; among as few, those that bring most. Empty when the score is above already, or when no rules do. */
  readonly rules: readonly (FitRule | EngagementRule)[];
  /** Tenths of points of the score with them, or with everything that is open when that is not enough. */
  readonly tenths: number;
}

/** The best that so many more rules make of a part. */
interface Best {
  readonly sum: Micropoints;
  readonly added: readonly RulePoints[];
}

const NOTHING: Best = { sum: 0, added: [] };

/**
 * The smallest set of rules with points above zero which together bring the score above `aboveTenths`: of fit those that do not hold yet, of engagement
 * any, of which one more contribution is meant, at that instant. Within a group the rules with most points are best; across groups every split is looked at,
 * by the sums of its groups.
 */
export function raiseAbove(weights: ScoreWeights, score: Score, aboveTenths: number): Raise {
  const fit = bestOfPart(weights, score.rules, 'fit');
  const engagement = bestOfPart(weights, score.rules, 'engagement');
  let best: Raise = { rules: [], tenths: score.tenths };
  for (let size = 0; size <= fit.length + engagement.length - 2; size += 1) {
    for (let ofFit = Math.max(0, size - engagement.length + 1); ofFit <= Math.min(size, fit.length - 1); ofFit += 1) {
      const [one, other] = [fit[ofFit] ?? NOTHING, engagement[size - ofFit] ?? NOTHING];
      const tenths = tenthsOf(weights, partPoints(one.sum), partPoints(other.sum));
      if (tenths > best.tenths) best = { rules: [...one.added, ...other.added].map(({ rule }) => rule), tenths };
    }
    if (best.tenths > aboveTenths) return best;
  }
  return { ...best, rules: [] };
}

/** By the number of rules that are added, from none. */
function bestOfPart(weights: ScoreWeights, rules: readonly RulePoints[], part: ScorePart): Best[] {
  const groups = weights.groups.filter((group) => group.part === part);
  return groups.reduce<Best[]>(
    (before, { key, cap }) => {
      const inGroup = rules.filter((points) => points.part === part && points.rule.group === key);
      return combined(before, bestOfGroup(cap, inGroup));
    },
    [NOTHING],
  );
}

function bestOfGroup(cap: number, rules: readonly RulePoints[]): Best[] {
  const open = rules.filter(isOpen).toSorted((a, b) => b.rule.points - a.rule.points);
  let raw = rules.reduce((sum, { micro }) => sum + micro, 0);
  const bests: Best[] = [{ sum: groupPoints(cap, raw), added: [] }];
  for (const [index, { rule }] of open.entries()) {
    raw += micropoints(rule.points);
    bests.push({ sum: groupPoints(cap, raw), added: open.slice(0, index + 1) });
  }
  return bests;
}

function isOpen({ part, count, rule }: RulePoints): boolean {
  return rule.points > 0 && (part === 'engagement' || count === 0);
}

/** Of every number the best split; of those as good the one that takes fewest from the left. */
function combined(left: readonly Best[], right: readonly Best[]): Best[] {
  return Array.from({ length: left.length + right.length - 1 }, (_, size) => {
    const splits = left.slice(0, size + 1).flatMap((first, taken) => {
      const second = right[size - taken];
      return second ? [{ first, second, sum: first.sum + second.sum }] : [];
    });
    const { first, second, sum } = splits.reduce((best, split) => (split.sum > best.sum ? split : best));
    return { sum, added: [...first.added, ...second.added] };
  });
}
