import type { DecisionFacts } from '@leadstream/contracts';
import type { Alternative, ConsentRule } from '../rule-sets/rule.js';

type ConsentFacts = Pick<DecisionFacts, 'consent' | 'purchasedAt' | 'inquiredAt' | 'policy'>;

/** Why consent is missing, by which rule. */
export interface ConsentDenial {
  readonly code: 'consent_withdrawn' | 'no_consent' | 'basis_insufficient';
  readonly detail: string;
  readonly rule?: string;
}

/** On what a contact is allowed, by which rule. */
export interface ConsentGround {
  readonly code: 'consent_given' | 'consent_implied' | 'consent_not_needed';
  readonly detail: string;
  readonly rule?: string;
  /** When it ends by itself. */
  readonly untilMs?: number;
}

/** Grounds count only where nothing denies. */
export interface ConsentVerdict {
  readonly denials: readonly ConsentDenial[];
  readonly grounds: readonly ConsentGround[];
}

const NOTHING_STATED: ConsentDenial = { code: 'no_consent', detail: 'No consent for this channel and purpose was ever stated.' };

/** Whether the person agreed, as every rule has it. Without a rule, and wherever the tenant demands it, a statement is needed. */
export function consentGrounds(facts: ConsentFacts, rules: readonly ConsentRule[], at: Date): ConsentVerdict {
  const { consent, policy } = facts;
  if (consent?.state === 'withdrawn') {
    return { denials: [{ code: 'consent_withdrawn', detail: `Consent was withdrawn at ${consent.statedAt}.` }], grounds: [] };
  }
  const judged = rules.map((rule) => judge(rule, facts, at));
  const denials = judged.flatMap((one) => one.denials);
  const grounds = judged.flatMap((one) => one.grounds);
  if (consent !== null) {
    const { statedAt, expiresAt } = consent;
    const until = expiresAt === undefined ? {} : { untilMs: Date.parse(expiresAt) };
    const given: ConsentGround = { code: 'consent_given', detail: `Consent stands since ${statedAt}.`, ...until };
    return { denials, grounds: [given, ...grounds.filter(({ code }) => code === 'consent_implied')] };
  }
  const isDemanded = policy.requiresStatedConsent || rules.length === 0;
  return { denials: isDemanded || denials.length > 1 ? [NOTHING_STATED] : denials, grounds };
}

function judge(rule: ConsentRule, facts: ConsentFacts, at: Date): ConsentVerdict {
  const { consent } = facts;
  const { id } = rule;
  if (rule.needs === 'nothing') return permitted({ code: 'consent_not_needed', detail: 'The law asks for no consent.', rule: id });
  if (consent !== null && (rule.needs === 'statement' || consent.basis === 'consent')) return permitted();
  const [implied] = rule.alternatives.flatMap((alternative) => impliedBy(alternative, id, facts, at));
  if (implied !== undefined) return permitted(implied);
  if (consent === null) return denied({ ...NOTHING_STATED, rule: id });
  return denied({ code: 'basis_insufficient', detail: `What was stated rests on ${consent.basis}, and consent is needed.`, rule: id });
}

function permitted(...grounds: ConsentGround[]): ConsentVerdict {
  return { denials: [], grounds };
}

function denied(...denials: ConsentDenial[]): ConsentVerdict {
  return { denials, grounds: [] };
}

function impliedBy(alternative: Alternative, rule: string, facts: ConsentFacts, at: Date): ConsentGround[] {
  const since = alternative.since === 'purchase' ? facts.purchasedAt : facts.inquiredAt;
  if (since === null || (alternative.needsStatement && facts.consent === null) || Date.parse(since) > at.getTime()) return [];
  const ground = { code: 'consent_implied', detail: `Implied by the ${alternative.since} of ${since}.`, rule } as const;
  if (alternative.months === null) return [ground];
  const untilMs = monthsLaterMs(new Date(since), alternative.months);
  return untilMs > at.getTime() ? [{ ...ground, untilMs }] : [];
}

/** The same day of the month and time; the last day of a month that is too short. */
function monthsLaterMs(since: Date, months: number): number {
  const then = new Date(since);
  then.setUTCDate(1);
  then.setUTCMonth(then.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(then.getUTCFullYear(), then.getUTCMonth() + 1, 0)).getUTCDate();
  then.setUTCDate(Math.min(since.getUTCDate(), lastDay));
  return then.getTime();
}
