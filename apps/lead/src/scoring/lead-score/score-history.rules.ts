import type { ScoreHistoryEntry, SCORE_CAUSES } from '@leadstream/contracts';
import type { DatedContribution } from '../contributions/contribution.js';
import type { ModelTimeline } from '../model/scoring-model.js';
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
  const told: (readonly [ScoreCause, Date | null])[] = [
    ...changes.map((at) => ['lead', at] as const),
    ...contributions
      .filter(({ kind, occurredAt }) => counts(models, kind, occurredAt))
      .map(({ occurredAt }) => ['contribution', occurredAt] as const),
    ...contributions
      .filter(({ kind, retractedAt }) => counts(models, kind, retractedAt))
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
function counts(models: ModelTimeline, kind: string, at: Date | null): boolean {
  return at !== null && models.at(at).weights.engagementRules.some(({ kinds }) => kinds.includes(kind));
}

/** What had been done, and not been taken back or done again, by an instant. */
export function contributionsAt(all: readonly DatedContribution[], at: Date): Contributions {
  const found = new Map<string, number[]>();
  for (const { kind, occurredAt, retractedAt, againAt } of all) {
    if ([retractedAt, againAt].some((gone) => gone !== null && gone <= at)) continue;
    const instants = found.get(kind);
    if (instants) instants.push(occurredAt.getTime());
    else found.set(kind, [occurredAt.getTime()]);
  }
  return found;
}

/** The score as it was at an instant. */
export function historyEntry(past: ScorePast, { at, causes }: ScoreInstant): ScoreHistoryEntry {
  const lead = past.leadAt(at);
  if (!lead) throw new RangeError('the lead was not there yet');
  const model = past.models.at(at);
  const score = scoreAt(model.weights, { lead, contributions: contributionsAt(past.contributions, at) }, at);
  return { at: at.toISOString(), causes: [...causes], ...presentPoints({ model, score }) };
}
