import type { PolicyRehearsal } from '@leadstream/contracts';
import type { RehearsalRecord, RehearsalTally, RehearsedDecision } from './rehearsal.js';

/** Before any decision was looked at. */
export const EMPTY_TALLY: RehearsalTally = {
  decisions: 0,
  before: { allow: 0, deny: 0, later: 0 },
  after: { allow: 0, deny: 0, later: 0, unknown: 0 },
  changed: 0,
  otherReasons: 0,
  unknown: { noFacts: 0, factsIncomplete: 0, noContacts: 0 },
};

/** A tally with more decisions in it. */
export function tallied(tally: RehearsalTally, rehearsed: readonly RehearsedDecision[]): RehearsalTally {
  const [before, after, unknown] = [{ ...tally.before }, { ...tally.after }, { ...tally.unknown }];
  let { changed, otherReasons } = tally;
  for (const one of rehearsed) {
    before[one.decision.outcome] += 1;
    if ('unknown' in one) {
      after.unknown += 1;
      unknown[one.unknown] += 1;
      continue;
    }
    after[one.after] += 1;
    if (one.change !== undefined) changed += 1;
    if (one.hasOtherReasons) otherReasons += 1;
  }
  return { decisions: tally.decisions + rehearsed.length, before, after, changed, otherReasons, unknown };
}

/** As the API shows it. */
export function presentRehearsal({
  rehearsalId,
  from,
  to,
  doneUntil,
  tally,
  createdAt,
  endedAt,
  ...rehearsal
}: RehearsalRecord): PolicyRehearsal {
  const { policyId, policyVersion, settings, ruleSetVersion, ruleChanges, status } = rehearsal;
  const { decisions, ...found } = tally;
  return {
    ...{ id: rehearsalId, policyId, policyVersion, settings, ruleSetVersion, ruleChanges },
    ...{ from: from.toISOString(), to: to.toISOString(), status },
    progress: { decisions, doneUpTo: doneUntil?.toISOString() ?? null, percent: percentOf({ from, to, status, doneUntil }) },
    ...found,
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}

function percentOf({ from, to, status, doneUntil }: Pick<RehearsalRecord, 'from' | 'to' | 'status' | 'doneUntil'>): number {
  if (status === 'completed') return 100;
  return doneUntil === null ? 0 : Math.floor((100 * (doneUntil.getTime() - from.getTime())) / (to.getTime() - from.getTime()));
}
