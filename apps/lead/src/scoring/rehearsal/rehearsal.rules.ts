import type { DataOf, ScoringRehearsal, scoringRehearsalCompletedV1, scoringRehearsalStartedV1 } from '@leadstream/contracts';
import type { RehearsalRecord, RehearsalTally, RehearsedLead, RehearsedScore } from './rehearsal.js';

const SAMPLE_SIZE = 20;
const TENS = 10;

const emptyDistribution = () => ({ tens: Array.from({ length: TENS }, () => 0), temperatures: { cold: 0, warm: 0, hot: 0 } });

/** Before any lead was looked at. */
export function emptyTally(): RehearsalTally {
  return { before: emptyDistribution(), after: emptyDistribution(), changed: 0, sample: [] };
}

/** A tally with more leads in it. */
export function tallied({ before, after, changed, sample }: RehearsalTally, leads: readonly RehearsedLead[]): RehearsalTally {
  const movers = leads.filter((lead) => lead.before.temperature !== lead.after.temperature);
  const shown = movers.slice(0, SAMPLE_SIZE - sample.length).map((lead) => {
    return { leadId: lead.leadId, before: shownScore(lead.before), after: shownScore(lead.after) };
  });
  return {
    before: distributed(before, leads.map((lead) => lead.before)), // prettier-ignore
    after: distributed(after, leads.map((lead) => lead.after)), // prettier-ignore
    changed: changed + movers.length,
    sample: [...sample, ...shown],
  };
}

/** As the API shows it. */
export function presentRehearsal(rehearsal: RehearsalRecord): ScoringRehearsal {
  const { rehearsalId, modelId, modelVersion, status, leadsTotal, leadsDone, tally, createdAt, completedAt } = rehearsal;
  return {
    id: rehearsalId,
    modelId,
    modelVersion,
    status,
    progress: { done: leadsDone, total: Math.max(leadsTotal, leadsDone) },
    ...tally,
    createdAt: createdAt.toISOString(),
    completedAt: completedAt?.toISOString() ?? null,
  };
}

/** What `scoring-rehearsal.started` tells of one. */
export function toldStart({
  rehearsalId,
  modelId,
  modelVersion,
  leadsTotal,
  createdAt,
}: RehearsalRecord): DataOf<typeof scoringRehearsalStartedV1> {
  return { rehearsalId, modelId, modelVersion, leads: leadsTotal, startedAt: createdAt.toISOString() };
}

/** What `scoring-rehearsal.completed` tells of one: how many leads, never which. */
export function toldEnd(
  { rehearsalId, modelId, modelVersion, leadsDone, tally }: RehearsalRecord,
  at: Date,
): DataOf<typeof scoringRehearsalCompletedV1> {
  const { before, after, changed } = tally;
  const found = { leads: leadsDone, before: before.temperatures, after: after.temperatures, changed };
  return { rehearsalId, modelId, modelVersion, ...found, completedAt: at.toISOString() };
}

function distributed({ tens, temperatures }: RehearsalTally['before'], scores: readonly RehearsedScore[]): RehearsalTally['before'] {
  const more = { tens: [...tens], temperatures: { ...temperatures } };
  for (const { tenths, temperature } of scores) {
    const ten = Math.min(Math.floor(tenths / 100), TENS - 1);
    more.tens[ten] = (more.tens[ten] ?? 0) + 1;
    more.temperatures[temperature] += 1;
  }
  return more;
}

function shownScore({ tenths, temperature }: RehearsedScore) {
  return { total: tenths / 10, temperature };
}
