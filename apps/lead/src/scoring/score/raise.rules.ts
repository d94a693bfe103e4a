import type { EngagementRule, FitRule, Micropoints, RulePoints, Score, ScorePart, ScoreWeights } from './score.js';
import { groupPoints, micropoints, scoreOf } from './score.rules.js';

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

/**
 * The smallest set of rules with points above zero which together bring the score above `aboveTenths`: of fit those that do not hold yet, of engagement
 * any, of which one more contribution is meant, at that instant. Within a group the rules with most points are best; across groups every split is looked at.
 */
export function raiseAbove(weights: ScoreWeights, score: Score, aboveTenths: number): Raise {
  const fit = bestOfPart(weights, score.rules, 'fit');
  const engagement = bestOfPart(weights, score.rules, 'engagement');
  let best: Raise = { rules: [], tenths: score.tenths };
  for (let size = 0; size <= fit.length + engagement.length - 2; size += 1) {
    for (let ofFit = Math.max(0, size - engagement.length + 1); ofFit <= Math.min(size, fit.length - 1); ofFit += 1) {
      const added = [...(fit[ofFit]?.added ?? []), ...(engagement[size - ofFit]?.added ?? [])];
      const { tenths } = scoreOf(weights, withAdded(score.rules, added));
      if (tenths > best.tenths) best = { rules: added.map(({ rule }) => rule), tenths };
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
    [{ sum: 0, added: [] }],
  );
}

function bestOfGroup(cap: number, rules: readonly RulePoints[]): Best[] {
  const raw = rules.reduce((sum, { micro }) => sum + micro, 0);
  const open = rules.filter(isOpen).toSorted((a, b) => b.rule.points - a.rule.points);
  return Array.from({ length: open.length + 1 }, (_, size) => {
    const added = open.slice(0, size);
    return {
      sum: groupPoints(
        cap,
        added.reduce((sum, { rule }) => sum + micropoints(rule.points), raw),
      ),
      added,
    };
  });
}

function isOpen({ part, count, rule }: RulePoints): boolean {
  return rule.points > 0 && (part === 'engagement' || count === 0);
}

function combined(left: readonly Best[], right: readonly Best[]): Best[] {
  return Array.from({ length: left.length + right.length - 1 }, (_, size) => {
    const splits = left.slice(0, size + 1).flatMap((first, taken) => {
      const second = right[size - taken];
      return second ? [{ sum: first.sum + second.sum, added: [...first.added, ...second.added] }] : [];
    });
    return splits.reduce((best, split) => (split.sum > best.sum ? split : best));
  });
}

function withAdded(rules: readonly RulePoints[], added: readonly RulePoints[]): RulePoints[] {
  const all = new Set(added);
  return rules.map((points) =>
    all.has(points) ? { ...points, micro: points.micro + micropoints(points.rule.points), count: points.count + 1 } : points,
  );
}
