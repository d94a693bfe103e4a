import type { DataOf, policyRehearsalEndedV1, policyRehearsalStartedV1 } from '@leadstream/contracts';
import type { RehearsalRecord } from '../rehearsal.js';

/** What `policy-rehearsal.started` tells of one. */
export function toldStart(rehearsal: RehearsalRecord): DataOf<typeof policyRehearsalStartedV1> {
  const { rehearsalId, policyId, policyVersion, ruleSetVersion, from, to, createdAt } = rehearsal;
  const times = { from: from.toISOString(), to: to.toISOString(), startedAt: createdAt.toISOString() };
  return { rehearsalId, policyId, policyVersion, ruleSetVersion, ...times };
}

/** What `policy-rehearsal.ended` tells of one: how many decisions, never which. */
export function toldEnd(rehearsal: RehearsalRecord, at: Date): DataOf<typeof policyRehearsalEndedV1> {
  const { rehearsalId, policyId, policyVersion, status, tally } = rehearsal;
  const { decisions, before, after, changed } = tally;
  return { rehearsalId, policyId, policyVersion, status, decisions, before, after, changed, endedAt: at.toISOString() };
}
