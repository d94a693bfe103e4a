import { matches } from '../../filter/matches.rules.js';
import { decayed } from './decay.rules.js';
import {
  type Contributions,
  MICROPOINTS,
  type Micropoints,
  type RulePoints,
  type Score,
  type ScoredLead,
  type ScoreFactor,
  type ScorePart,
  type ScoreWeights,
} from './score.js';
import { temperatureOf } from './temperature.rules.js';

/** Most points of a part, and of the score. */
const FULL: Micropoints = 100 * MICROPOINTS;
/** Shares are percents, so a tenth of a point is so many micropoints of a part times its share. */
export const UNITS_PER_TENTH = 100 * (MICROPOINTS / 10);
/** A rule gives no more than this before its group is capped, so that sums stay exact whatever a lead did. */
const MOST_OF_A_RULE: Micropoints = 1_000_000 * MICROPOINTS;

/** The score of a lead at an instant; contributions that lie behind it do not count yet. */
export function scoreAt(weights: ScoreWeights, { lead, contributions }: ScoredLead, at: Date): Score {
  const fit = weights.fitRules.map((rule): RulePoints => {
    const holds = matches(rule.filter, lead, at);
    return { part: 'fit', rule, micro: holds ? micropoints(rule.points) : 0, count: holds ? 1 : 0 };
  });
  return scoreOf(weights, [...fit, ...engagementAt(weights, contributions, at)]);
}

/** What each rule of engagement gives at an instant. */
export function engagementAt({ engagementRules }: ScoreWeights, contributions: Contributions, at: Date): RulePoints[] {
  return engagementRules.map((rule): RulePoints => {
    const { micro, count } = decayed(
      micropoints(rule.points),
      rule.halfLifeHours,
      rule.kinds.map((kind) => contributions.get(kind) ?? []),
      at,
    );
    return { part: 'engagement', rule, micro: clamp(micro, -MOST_OF_A_RULE, MOST_OF_A_RULE), count };
  });
}

/** Puts together what the rules give. */
export function scoreOf(weights: ScoreWeights, rules: readonly RulePoints[]): Score {
  const fit = partOf(weights, rules, 'fit');
  const engagement = partOf(weights, rules, 'engagement');
  const tenths = tenthsOf(weights, fit.micro, engagement.micro);
  return {
    fit: fit.micro,
    engagement: engagement.micro,
    tenths,
    temperature: temperatureOf(tenths),
    rules,
    factors: [...fit.factors, ...engagement.factors],
  };
}

/** The score as it is shown, of the points of its parts. */
export function tenthsOf(weights: ScoreWeights, fit: Micropoints, engagement: Micropoints): number {
  return Math.round(unitsOf(weights, fit, engagement) / UNITS_PER_TENTH);
}

/** The score in micropoints times percent. */
export function unitsOf({ fitSharePercent }: ScoreWeights, fit: Micropoints, engagement: Micropoints): number {
  return fit * fitSharePercent + engagement * (100 - fitSharePercent);
}

/** Points of a group, of what its rules give together. */
export function groupPoints(cap: number, sum: Micropoints): Micropoints {
  return clamp(sum, -micropoints(cap), micropoints(cap));
}

/** Points of a part, of what its groups give together. */
export function partPoints(sum: Micropoints): Micropoints {
  return clamp(sum, 0, FULL);
}

/** @param points with two digits at most behind the point */
export function micropoints(points: number): Micropoints {
  return Math.round(points * MICROPOINTS);
}

interface PartScore {
  readonly micro: Micropoints;
  readonly factors: readonly ScoreFactor[];
}

function partOf({ groups }: ScoreWeights, rules: readonly RulePoints[], part: ScorePart): PartScore {
  const factors: ScoreFactor[] = [];
  let sum = 0;
  for (const { key, label, cap } of groups.filter((group) => group.part === part)) {
    const inGroup = rules.filter((points) => points.part === part && points.rule.group === key && points.micro !== 0);
    const raw = inGroup.reduce((total, { micro }) => total + micro, 0);
    const capped = groupPoints(cap, raw);
    factors.push(
      ...inGroup.map(({ rule, micro, count }) => ({ part, cause: 'rule' as const, key: rule.key, label: rule.label, micro, count })),
    );
    if (capped !== raw) factors.push({ part, cause: 'group-cap', key, label, micro: capped - raw, count: 0 });
    sum += capped;
  }
  const micro = partPoints(sum);
  if (micro !== sum) factors.push({ part, cause: 'part-limit', key: part, label: part, micro: micro - sum, count: 0 });
  return { micro, factors };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
