import type { Channel, ContactDecision, DecisionFacts, DecisionReason } from '@leadstream/contracts';
import { closesBeforeMs, firstFreeMs, type Obstacle, obstaclesAt, type Timing } from '../clock/opening-times.rules.js';
import { consentGrounds } from './consent-grounds.rules.js';
import { type ApplicableRules, applicableRules, type Contact, ruleChangesMs, rulesAbout } from '../rule-sets/applicable.rules.js';
import type { Rule } from '../rule-sets/rule.js';
import { tenantRules } from './tenant-rules.rules.js';

/** How long an answer may be acted on at most: long enough to hand a message over, short enough that a later opt-out is heeded. */
export const DECISION_LIFETIME_SECONDS = 60;

type Reason = ContactDecision['reasons'][number];

/** When a contact is judged, and when the judgement is made. */
export interface Instants {
  readonly at: Date;
  readonly decidedAt: Date;
}

/** What a decision says. */
export type Verdict = Pick<ContactDecision, 'outcome' | 'reasons' | 'laterAt' | 'expiresAt'>;

/**
 * Whether a lead may be contacted at an instant. Allowed only when everything needed is known and nothing speaks against it, by the rules of every place
 * where the person may be and by the tenant's.
 * @param rules the rule set that decides
 * @returns every reason that spoke for the outcome: all that deny, else all that make it wait, else what permits
 */
export function decide(facts: DecisionFacts, contact: Contact, instants: Instants, rules: readonly Rule[]): Verdict {
  const about = rulesAbout(rules, contact);
  const applicable = applicableRules(rules, contact, facts.place, instants.at, tenantRules(facts.policy));
  const expiresAt = (...changesMs: (number | undefined)[]) => expiry(instants, ...ruleChangesMs(about, instants.at), ...changesMs);
  const consent = consentGrounds(facts, applicable.consent, instants.at);
  const denials = [
    ...leadObjections(facts, contact.channel),
    ...dncObjections(facts),
    ...optOutObjections(facts),
    ...erasureObjections(facts),
    ...consent.denials,
  ];
  if (denials.length > 0) return { outcome: 'deny', reasons: denials, expiresAt: expiresAt(dncEndMs(facts)) };
  if (applicable.hours.length > 0 && facts.place.zones === null) return { outcome: 'deny', reasons: [NO_PLACE], expiresAt: expiresAt() };
  const timing = timingOf(facts, applicable);
  const obstacles = obstaclesAt(timing, instants.at.getTime());
  if (obstacles.length > 0) return postponed(timing, obstacles, instants.at, expiresAt);
  const ends = consent.grounds.map(({ untilMs }) => untilMs);
  const closesMs = closesBeforeMs(timing, instants.at.getTime(), instants.at.getTime() + DECISION_LIFETIME_SECONDS * 1_000);
  return {
    outcome: 'allow',
    reasons: consent.grounds.map(({ code, detail, rule }) => ({ code, detail, ...(rule !== undefined && { rule }) })),
    expiresAt: expiresAt(...ends, closesMs),
  };
}

const NO_PLACE: Reason = reason('place_unknown', 'There are hours to keep, and nothing tells on whose clocks.');

/** How far back rules may ask how often a person was contacted, in hours; 0 when none does. */
export function hoursLookedBack(
  facts: Pick<DecisionFacts, 'place' | 'policy'>,
  contact: Contact,
  at: Date,
  rules: readonly Rule[],
): number {
  const { caps } = applicableRules(rules, contact, facts.place, at, tenantRules(facts.policy));
  return Math.max(0, ...caps.map(({ withinHours }) => withinHours));
}

function timingOf({ place, contacts }: DecisionFacts, { hours, caps }: ApplicableRules): Timing {
  return { hours, caps, zones: place.zones ?? [], contacts };
}

type ExpiryWith = (...changesMs: (number | undefined)[]) => string;

function postponed(timing: Timing, obstacles: readonly Obstacle[], at: Date, expiresAt: ExpiryWith): Verdict {
  const reasons = obstacles.map(({ rule, kind }): Reason => {
    if (kind === 'cap') return { code: 'frequency_cap', detail: rule.says, rule: rule.id };
    return { code: kind === 'holiday' ? 'holiday' : 'quiet_hours', detail: rule.says, rule: rule.id };
  });
  const freeMs = firstFreeMs(timing, at.getTime());
  if (freeMs === undefined) {
    const never = reason(
      'no_open_time',
      'There is no time within a month at which every rule lets it be, in every place that is possible.',
    );
    return { outcome: 'deny', reasons: [...reasons, never], expiresAt: expiresAt() };
  }
  return { outcome: 'later', reasons, laterAt: new Date(freeMs).toISOString(), expiresAt: expiresAt(freeMs) };
}

/** A minute from the decision on, the first instant at which the answer could change, or the one that was asked about: whichever comes first. */
function expiry({ at, decidedAt }: Instants, ...changesMs: (number | undefined)[]): string {
  const asked = at > decidedAt ? [at.getTime()] : [];
  const known = changesMs.filter((changeMs) => changeMs !== undefined);
  return new Date(Math.min(decidedAt.getTime() + DECISION_LIFETIME_SECONDS * 1_000, ...asked, ...known)).toISOString();
}

function dncEndMs({ dncExpiresAt }: DecisionFacts): number | undefined {
  return dncExpiresAt === null ? undefined : Date.parse(dncExpiresAt);
}

function leadObjections({ lead }: DecisionFacts, channel: Channel): Reason[] {
  if (!lead.isKnown) return [reason('lead_unknown', 'No event of this lead has arrived.')];
  if (lead.deletedAt !== null) return [reason('lead_deleted', `The lead was deleted at ${lead.deletedAt}.`)];
  return lead.hasAddress ? [] : [reason('no_address', `The lead has no address for ${channel}.`)];
}

function dncObjections({ dncEntries, dncDomainEntries: ofDomains = 0, dncLists = [] }: DecisionFacts): Reason[] {
  const ofAddresses = dncEntries - ofDomains;
  const named = [
    ...(ofAddresses > 0 ? [reason('on_dnc', `DNC entries that block: ${ofAddresses}.`)] : []),
    ...(ofDomains > 0 ? [reason('on_dnc_domain', `DNC entries that block the whole domain of an e-mail address: ${ofDomains}.`)] : []),
  ];
  const listed = dncLists.map(({ source, state }) =>
    state === 'listed'
      ? reason('on_dnc_list', `The number stands on the list ${source}.`)
      : reason('dnc_list_unsure', `The list ${source} cannot be relied on: ${state}.`),
  );
  return [...named, ...listed];
}

function optOutObjections({ waitingOptOuts }: DecisionFacts): Reason[] {
  return waitingOptOuts > 0
    ? [reason('opt_out_under_review', `Messages that may be opt-outs and were not looked at: ${waitingOptOuts}.`)]
    : [];
}

function erasureObjections({ erasuresUnderWay = 0 }: DecisionFacts): Reason[] {
  return erasuresUnderWay > 0
    ? [reason('erasure_under_way', `Erasures of the person that are not complete: ${erasuresUnderWay}. Nobody writes to it meanwhile.`)]
    : [];
}

function reason(code: DecisionReason, detail: string): Reason {
  return { code, detail };
}

/** Where a channel reaches a lead; no address of a social network is known yet, and unknown means no. */
export function addressFor(channel: Channel, lead: { readonly email: string | null; readonly phone: string | null }): string | null {
  switch (channel) {
    case 'email':
      return lead.email;
    case 'sms':
    case 'whatsapp':
    case 'voice':
      return lead.phone;
    case 'social':
      return null;
  }
}
