import { LeadReading } from '../../filter/matches.rules.js';
import { nextChange, timedConditions } from '../../filter/next-change.rules.js';
import { HOUR_MS } from './decay.rules.js';
import type { Contributions, EngagementRule, Micropoints, Score, ScoredLead, ScoreWeights } from './score.js';
import { groupPoints, partPoints, UNITS_PER_TENTH, unitsOf } from './score.rules.js';
import { HOT_TENTHS, WARM_TENTHS } from './temperature.rules.js';

/** How close to its instant a crossing is found. */
const STEP_MS = 1_000;
/** Steps after which the search goes on another time, from where it came to. */
const MOST_STEPS = 1_000;
/** Scores, in tenths of points, from which on leads are warm and hot. */
const TEMPERATURE_MARKS = [WARM_TENTHS, HOT_TENTHS];

/**
 * When the score of a lead may come to lie on the other side of a mark by the passing of time alone, at the earliest: at that instant it is to
 * be looked at again. Where rules of fit count from now, that is when one of them may turn.
 * @param score of the lead at that instant
 * @param marks scores in tenths of points; where leads become warm and hot when left out
 * @returns null when it will not
 */
export function nextLook(
  weights: ScoreWeights,
  score: Score,
  { lead, contributions }: ScoredLead,
  at: Date,
  marks: readonly number[] = TEMPERATURE_MARKS,
): Date | null {
  const now = at.getTime();
  const looks = [crossingMs(weights, score, now, marks.map(unitsAt)), comingMs(weights, contributions, now)];
  const timed = timedConditions(weights.fitRules.map(({ filter }) => filter));
  if (timed.length > 0) looks.push(nextChange(timed, new LeadReading(lead, at))?.getTime() ?? null);
  const known = looks.filter((look) => look !== null);
  return known.length === 0 ? null : new Date(Math.min(...known));
}

/** The next contribution that a clock ahead of ours dated. */
function comingMs({ engagementRules }: ScoreWeights, contributions: Contributions, now: number): number | null {
  const kinds = engagementRules.flatMap((rule) => rule.kinds);
  const coming = kinds.flatMap((kind) => (contributions.get(kind) ?? []).filter((happened) => happened > now));
  return coming.length === 0 ? null : Math.min(...coming);
}

interface Decaying {
  readonly group: string;
  readonly micro: Micropoints;
  readonly halfLifeMs: number;
}

/**
 * Walks ahead in steps that are too short for the score to reach a mark: never longer than its distance from the nearest one by the
 * steepest that all decays together can be. Caps only make it flatter. Works for points below zero, too, whose decay raises the score.
 */
function crossingMs(weights: ScoreWeights, score: Score, now: number, marks: readonly number[]): number | null {
  const decaying = score.rules.flatMap(({ rule, micro }): Decaying[] =>
    isDecaying(rule) && micro !== 0 ? [{ group: rule.group, micro, halfLifeMs: rule.halfLifeHours * HOUR_MS }] : [],
  );
  if (decaying.length === 0) return null;
  const share = 100 - weights.fitSharePercent;
  const before = marksBelow(marks, unitsLater(weights, score, decaying, 0));
  let laterMs = 0;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const units = unitsLater(weights, score, decaying, laterMs);
    if (marksBelow(marks, units) !== before) return now + laterMs;
    const distance = Math.min(...marks.map((mark) => Math.abs(units - mark)));
    const left = decaying.map((one) => ({
      units: share * Math.abs(one.micro) * 2 ** (-laterMs / one.halfLifeMs),
      halfLifeMs: one.halfLifeMs,
    }));
    if (left.reduce((sum, one) => sum + one.units, 0) < distance) return null;
    const slope = left.reduce((sum, one) => sum + (one.units * Math.LN2) / one.halfLifeMs, 0);
    laterMs += Math.max(STEP_MS, Math.ceil(distance / slope));
  }
  return now + laterMs;
}

function isDecaying(rule: Score['rules'][number]['rule']): rule is EngagementRule & { readonly halfLifeHours: number } {
  return 'halfLifeHours' in rule && rule.halfLifeHours !== null;
}

/** The least score, in units, that is shown as so many tenths. */
function unitsAt(tenths: number): number {
  return (tenths - 0.5) * UNITS_PER_TENTH;
}

function marksBelow(marks: readonly number[], units: number): number {
  return marks.filter((mark) => units >= mark).length;
}

function unitsLater(weights: ScoreWeights, score: Score, decaying: readonly Decaying[], laterMs: number): number {
  const sums = new Map<string, number>();
  for (const { rule, part, micro } of score.rules) {
    if (part === 'engagement' && !isDecaying(rule)) sums.set(rule.group, (sums.get(rule.group) ?? 0) + micro);
  }
  for (const { group, micro, halfLifeMs } of decaying) sums.set(group, (sums.get(group) ?? 0) + micro * 2 ** (-laterMs / halfLifeMs));
  const groups = weights.groups.filter(({ part }) => part === 'engagement');
  const engagement = partPoints(groups.reduce((sum, { key, cap }) => sum + groupPoints(cap, sums.get(key) ?? 0), 0));
  return unitsOf(weights, score.fit, engagement);
}
