import { type DataOf, leadOfferedV1 } from '@leadstream/contracts';
import type { CustomFieldKey } from '../../custom-fields/custom-field.js';
import type { DecidedAssignment } from '../../lead/lead-assignment.js';
import type { LeadStep } from '../../lead/lead-step.js';
import { eventOf, updateStep } from '../../lead/lead-step.rules.js';
import type { LeadRecord } from '../../lead/lead.js';
import type { OutboxItem } from '@leadstream/messaging';
import type { Candidate, Decision, DistributionPoolRecord, DistributionRuleRecord } from '../decision/candidate.js';
import type { RuleSetRecord } from '../rules/rule-set.js';
import type { DueLead, Waiting } from './waiting.js';

const MINUTE_MS = 60_000;
/** The first rest of a lead that nobody can take; it doubles up to the longest. */
const FIRST_REST_MS = 15_000;
const LONGEST_REST_MS = 5 * MINUTE_MS;
/** Of a lead that no rule is for: what it is told by wakes it, time alone seldom does. */
const LONGEST_REST_WITHOUT_RULE_MS = 60 * MINUTE_MS;

type Given = Extract<Decision, { kind: 'given' }>;

/** What a decision is stored as. */
export function decidedBy(
  rule: DistributionRuleRecord,
  set: Pick<RuleSetRecord, 'number'>,
  pool: DistributionPoolRecord | undefined,
  candidates: readonly Candidate[],
  round: number,
  at: Date,
): DecidedAssignment {
  const minutes = pool?.respondWithinMinutes ?? null;
  return {
    strategy: rule.strategy,
    ruleSetNumber: set.number,
    ruleKey: rule.key,
    poolId: rule.poolId,
    round,
    candidates,
    respondBy: minutes === null ? null : new Date(at.getTime() + minutes * MINUTE_MS),
  };
}

/** The version of a lead in which a member gets it. */
export function givenStep(
  lead: LeadRecord,
  { memberId }: Pick<Given, 'memberId'>,
  assignment: NonNullable<LeadStep['assignment']>,
  { now, customFields }: { readonly now: Date; readonly customFields: readonly CustomFieldKey[] },
): LeadStep {
  const step = updateStep(lead, { ownerId: memberId }, { now, importId: null, customFields });
  if (step === undefined) throw new Error('a lead is given to its owner');
  return { ...step, assignment };
}

/** How a lead waits on that nobody got. */
export function waitingAfter(lead: Pick<DueLead, 'leadId' | 'looks'>, decision: Exclude<Decision, Given>, at: Date): Waiting {
  const { leadId } = lead;
  const looks = lead.looks + 1;
  if (decision.kind === 'offered') return { leadId, reason: 'claim', ...placeOf(decision.rule), looks, lookAt: null };
  const longestMs = decision.kind === 'nobody' ? LONGEST_REST_MS : LONGEST_REST_WITHOUT_RULE_MS;
  const lookAt = new Date(at.getTime() + Math.min(FIRST_REST_MS * 2 ** Math.min(lead.looks, 10), longestMs));
  if (decision.kind === 'nobody') return { leadId, reason: 'nobody', ...placeOf(decision.rule), looks, lookAt };
  return { leadId, reason: 'no-rule', poolId: null, ruleKey: null, looks, lookAt };
}

/** When a lead is looked at again that nobody could take over: the later, the longer it has been so. */
export function passedOnAt(dueAt: Date, at: Date): Date {
  const since = at.getTime() - dueAt.getTime();
  return new Date(at.getTime() + Math.min(Math.max(since, FIRST_REST_MS), LONGEST_REST_MS));
}

function placeOf({ poolId, key }: DistributionRuleRecord): Pick<Waiting, 'poolId' | 'ruleKey'> {
  return { poolId, ruleKey: key };
}

export function offeredEvent({ leadId, version }: LeadRecord, rule: DistributionRuleRecord, ruleSetNumber: number, at: Date): OutboxItem {
  const data: DataOf<typeof leadOfferedV1> = { leadId, poolId: rule.poolId, ruleSetNumber, ruleKey: rule.key, offeredAt: at.toISOString() };
  return eventOf(leadOfferedV1, data, version, at);
}
