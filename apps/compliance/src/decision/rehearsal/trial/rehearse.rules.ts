import {
  type ContactDecision,
  type ContactPolicySettings,
  decisionFacts,
  type DecisionFacts,
  type DecisionReason,
  type PolicyRehearsalChange,
} from '@leadstream/contracts';
import { decide, hoursLookedBack, type Verdict } from '../../judgement/decision.rules.js';
import type { Rule } from '../../rule-sets/rule.js';
import type { PastDecision, RehearsedDecision, UnknownCause } from '../rehearsal.js';

const HOUR_MS = 3_600_000;

/** Reasons that depend on when and how often somebody was contacted; the others hold whatever the contacts were. */
const OF_TIMING: ReadonlySet<DecisionReason> = new Set(['quiet_hours', 'holiday', 'frequency_cap', 'no_open_time']);

/** What is tried on decisions that were made. */
export interface TriedPolicy {
  readonly settings: ContactPolicySettings;
  readonly version: number;
  readonly rules: readonly Rule[];
  /** Every contact from then on is known. */
  readonly contactsKnownSince: Date;
}

/** A decision of which something can be told. */
export interface ReadableDecision {
  readonly decision: PastDecision;
  readonly facts: DecisionFacts;
  /** How far back the tried rules look at contacts, in hours; 0 when they do not. */
  readonly hoursBack: number;
}

/** Reads what a decision was made on; of the policy that held then nothing is left. */
export function readable(decision: PastDecision, { settings, version, rules }: TriedPolicy): ReadableDecision | UnknownCause {
  if (decision.facts === null) return 'noFacts';
  const read = decisionFacts.safeParse(decision.facts);
  if (!read.success) return 'factsIncomplete';
  const facts = { ...read.data, policy: { ...settings, version } };
  return { decision, facts, hoursBack: hoursLookedBack(facts, decision, decision.at, rules) };
}

/**
 * Makes a decision again as the tried policy has it.
 * @param contacts that count by then
 */
export function rehearse(
  { decision, facts, hoursBack }: ReadableDecision,
  contacts: DecisionFacts['contacts'],
  { rules, contactsKnownSince }: TriedPolicy,
): RehearsedDecision {
  const verdict = decide({ ...facts, contacts }, decision, { at: decision.at, decidedAt: decision.decidedAt }, rules);
  const lacksContacts = hoursBack > 0 && decision.at.getTime() - hoursBack * HOUR_MS < contactsKnownSince.getTime();
  if (lacksContacts && !isDeniedAnyway(verdict)) return { decision, unknown: 'noContacts' };
  const [before, after] = [decision.reasons, verdict.reasons];
  const [came, went] = [without(after, before), without(before, after)];
  const isSame = verdict.outcome === decision.outcome && (verdict.laterAt ?? null) === (decision.laterAt?.toISOString() ?? null);
  return {
    decision,
    after: verdict.outcome,
    change: isSame ? undefined : changeOf(decision, verdict, came, went),
    hasOtherReasons: isSame && came.length + went.length > 0,
  };
}

/** More contacts than are known could only add reasons. */
function isDeniedAnyway({ outcome, reasons }: Verdict): boolean {
  return outcome === 'deny' && reasons.every(({ code }) => !OF_TIMING.has(code));
}

type Ruled = PolicyRehearsalChange['came'][number];

function changeOf(decision: PastDecision, verdict: Verdict, came: Ruled[], went: Ruled[]): PolicyRehearsalChange {
  const { id, leadId, channel, purpose, decidedAt, at, outcome, laterAt } = decision;
  return {
    ...{ decisionId: id, leadId, channel, purpose, decidedAt: decidedAt.toISOString(), at: at.toISOString() },
    before: { outcome, laterAt: laterAt?.toISOString() ?? null },
    after: { outcome: verdict.outcome, laterAt: verdict.laterAt ?? null },
    came,
    went,
  };
}

/** Reasons that others do not give, each once, by their code and rule: what they say in words may differ. */
function without(reasons: ContactDecision['reasons'], others: ContactDecision['reasons']): Ruled[] {
  const [own, given] = [byName(reasons), byName(others)];
  return [...own].flatMap(([name, reason]) => (given.has(name) ? [] : [reason]));
}

function byName(reasons: ContactDecision['reasons']): Map<string, Ruled> {
  return new Map(reasons.map(({ code, rule = null }) => [`${code} ${rule}`, { code, rule }]));
}
