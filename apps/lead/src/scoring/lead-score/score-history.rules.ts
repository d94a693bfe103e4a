import type { ScoreHistoryEntry, SCORE_CAUSES } from '@leadstream/contracts';
import type { DatedContribution } from '../contributions/contribution.js';
import type { ModelTimeline, ScoringModelRecord } from '../model/scoring-model.js';
import type { Contributions } from '../score/score.js';
import { scoreAt } from '../score/score.rules.js';
import type { LeadRecord } from '../../lead/lead.js';
import { presentPoints } from './present-score.rules.js';

export type ScoreCause = (typeof SCORE_CAUSES)[number];

/** An instant at which something but time changed a score. */
export interface ScoreInstant {
  readonly at: Date;
  readonly causes: readonly ScoreCause[];
}

/** All that a score ever was made of. */
export interface ScorePast {
  readonly contributions: readonly DatedContribution[];
  readonly models: ModelTimeline;
  readonly leadAt: (instant: Date) => LeadRecord | undefined;
}

/**
 * Instants at which a score changed, latest first, each once: what a lead did counts where a rule of the model of that instant names it.
 * @param changes instants at which the lead was changed; the first is its creation, and nothing counts before it
 * @param now contributions that a clock ahead of ours dated behind it are left out
 */
export function scoreInstants({ contributions, models }: Omit<ScorePast, 'leadAt'>, changes: readonly Date[], now: Date): ScoreInstant[] {
  const counts = countingBy(models);
  const told: (readonly [ScoreCause, Date | null])[] = [
    ...changes.map((at) => ['lead', at] as const),
    ...contributions
      .filter(({ kind, occurredAt }) => counts(kind, occurredAt))
      .map(({ occurredAt }) => ['contribution', occurredAt] as const),
    ...contributions
      .filter(({ kind, retractedAt }) => counts(kind, retractedAt))
      .map(({ retractedAt }) => ['retraction', retractedAt] as const),
    ...models.activations.map((at) => ['model', at] as const),
  ];
  const createdMs = changes[0]?.getTime() ?? Infinity;
  const causes = new Map<number, Set<ScoreCause>>();
  for (const [cause, at] of told) {
    if (at === null || at.getTime() < createdMs || at > now) continue;
    causes.set(at.getTime(), (causes.get(at.getTime()) ?? new Set()).add(cause));
  }
  return [...causes].sort(([a], [b]) => b - a).map(([ms, of]) => ({ at: new Date(ms), causes: [...of] }));
}

/** Whether a rule of the model of an instant names a kind of contributions. */
function countingBy(models: ModelTimeline): (kind: string, at: Date | null) => boolean {
  const kindsOf = new Map<ScoringModelRecord, ReadonlySet<string>>();
  return (kind, at) => {
    if (at === null) return false;
    const model = models.at(at);
    const kinds = kindsOf.get(model) ?? new Set(model.weights.engagementRules.flatMap((rule) => rule.kinds));
    kindsOf.set(model, kinds);
    return kinds.has(kind);
  };
}

/** One contribution, in milliseconds since 1970: from when on it counts, and from when on it does not. */
interface Span {
  readonly kind: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** What counts at instants: what had been done, and not been taken back or done again by then. Put in order once for all of them. */
function contributionsOver(all: readonly DatedContribution[]): (at: Date) => Contributions {
  const spans = all
    .map(({ kind, occurredAt, retractedAt, againAt }): Span => {
      return { kind, fromMs: occurredAt.getTime(), untilMs: Math.min(retractedAt?.getTime() ?? Infinity, againAt?.getTime() ?? Infinity) };
    })
    .sort((one, other) => one.fromMs - other.fromMs);
  return (at) => {
    const now = at.getTime();
    const found = new Map<string, number[]>();
    for (const { kind, fromMs, untilMs } of spans) {
      if (fromMs > now) break;
      if (untilMs <= now) continue;
      const instants = found.get(kind);
      if (instants) instants.push(fromMs);
      else found.set(kind, [fromMs]);
    }
    return found;
  };
}

/**
 * The score as it was at instants, made one by one as they are asked for: a lead may have done a lot. Not moved on from one to the next, for each contribution
 * is rounded by itself.
 */
export function* historyEntries(
  { contributions, models, leadAt }: ScorePast,
  instants: readonly ScoreInstant[],
): Generator<ScoreHistoryEntry> {
  const contributionsAt = contributionsOver(contributions);
  for (const { at, causes } of instants) {
    const lead = leadAt(at);
    if (!lead) throw new RangeError('the lead was not there yet');
    const model = models.at(at);
    const score = scoreAt(model.weights, { lead, contributions: contributionsAt(at) }, at);
    yield { at: at.toISOString(), causes: [...causes], ...presentPoints({ model, score }) };
  }
}
