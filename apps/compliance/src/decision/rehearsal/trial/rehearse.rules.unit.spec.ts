import { describe, expect, it } from '@jest/globals';
import type { ContactPolicySettings, DecisionFacts } from '@leadstream/contracts';
import { inState, PERMITTED, WITHDRAWN } from '../../judgement/decision-facts.fixture.spec.js';
import { decide } from '../../judgement/decision.rules.js';
import type { Contact } from '../../rule-sets/applicable.rules.js';
import { daily, hours, type Rule } from '../../rule-sets/rule.js';
import { RULE_SET_VERSION, ruleSetOf } from '../../rule-sets/rule-sets.js';
import type { PastDecision } from '../rehearsal.js';
import { readable, rehearse, type TriedPolicy } from './rehearse.rules.js';

const rules = ruleSetOf(RULE_SET_VERSION) ?? [];
const AT = new Date('2026-11-27T18:00:00.000Z');
const LONG_AGO = new Date('2026-01-01T00:00:00.000Z');
const call: Contact = { channel: 'voice', purpose: 'sales' };
const mail: Contact = { channel: 'email', purpose: 'marketing' };
const { policy } = PERMITTED;
const SAME: ContactPolicySettings = { requiresStatedConsent: policy.requiresStatedConsent, hours: [], caps: [] };
const oneCallIn = (withinHours: number): ContactPolicySettings => ({
  ...SAME,
  caps: [{ channels: ['voice'], purposes: ['sales'], contacts: 1, withinHours }],
});

/** A decision as it was made and stored. */
function decided(facts: Partial<DecisionFacts>, contact: Contact, stored: unknown = { ...PERMITTED, ...facts }): PastDecision {
  const { outcome, reasons, laterAt } = decide({ ...PERMITTED, ...facts }, contact, { at: AT, decidedAt: AT }, rules);
  const named = { id: '01920000-0000-7000-8000-000000000001', leadId: '01920000-0000-7000-8000-000000000002', ...contact };
  return { ...named, decidedAt: AT, at: AT, outcome, reasons, laterAt: laterAt === undefined ? null : new Date(laterAt), facts: stored };
}

function tryOn(decision: PastDecision, tried: Partial<TriedPolicy> = {}, contacts: DecisionFacts['contacts'] = []) {
  const policyTried: TriedPolicy = { settings: SAME, version: 1, rules, contactsKnownSince: LONG_AGO, ...tried };
  const read = readable(decision, policyTried);
  return typeof read === 'string' ? read : rehearse(read, contacts, policyTried);
}

describe('a decision that is made again by a draft', () => {
  it.each([
    ['allowed', {}, mail],
    ['denied', { consent: WITHDRAWN }, mail],
    ['for later', inState('NY'), { channel: 'sms', purpose: 'marketing' } as const],
  ])('is what it was when it was %s and the draft demands the same', (_, facts, contact) => {
    expect(tryOn(decided(facts, contact))).toMatchObject({ change: undefined, hasOtherReasons: false });
  });

  it('says what comes and what goes', () => {
    const lenient = { ...SAME, requiresStatedConsent: false };
    const american = { ...inState('CA', 'America/Los_Angeles'), consent: null };
    expect(tryOn(decided(american, mail), { settings: lenient })).toMatchObject({
      after: 'allow',
      change: {
        before: { outcome: 'deny', laterAt: null },
        after: { outcome: 'allow', laterAt: null },
        came: [{ code: 'consent_not_needed', rule: 'us-can-spam' }],
        went: [{ code: 'no_consent', rule: null }],
      },
    });
    expect(tryOn(decided({ ...american, policy: { ...policy, ...lenient } }, mail))).toMatchObject({ after: 'deny' });
  });

  it('counts contacts that are given, not those that were counted then', () => {
    const earlier = [{ ...call, at: '2026-11-27T17:00:00.000Z' }];
    const allowed = decided({ ...inState('NY'), contacts: [] }, call);
    expect(tryOn(allowed, { settings: oneCallIn(2) }, earlier)).toMatchObject({
      after: 'later',
      change: { after: { outcome: 'later', laterAt: '2026-11-27T19:00:00.000Z' }, came: [{ code: 'frequency_cap', rule: 'tenant' }] },
    });
    expect(tryOn({ ...allowed, facts: { ...PERMITTED, ...inState('NY'), contacts: earlier } }, { settings: oneCallIn(2) })).toMatchObject({
      after: 'allow',
    });
  });

  it('changes when it would be for another instant, and has other reasons when it comes to the same for them', () => {
    const night = new Date('2026-11-28T05:00:00.000Z');
    const early = { ...decided({}, mail), ...call, at: night, decidedAt: night };
    const facts = { ...PERMITTED, ...inState('NY') };
    const verdict = decide(facts, call, { at: night, decidedAt: night }, rules);
    const stored = { ...early, outcome: verdict.outcome, reasons: verdict.reasons, laterAt: new Date(verdict.laterAt ?? 0), facts };
    const from = (time: string): ContactPolicySettings => ({
      ...SAME,
      hours: [{ channels: ['voice'], purposes: ['sales'], weekdays: [1, 2, 3, 4, 5, 6, 7], from: time, until: '19:00' }],
    });
    expect(verdict.laterAt).toBe('2026-11-28T13:00:00.000Z');
    expect(tryOn(stored, { settings: from('08:00') })).toMatchObject({ change: undefined, hasOtherReasons: true });
    expect(tryOn(stored, { settings: from('10:00') })).toMatchObject({
      after: 'later',
      change: { before: { laterAt: '2026-11-28T13:00:00.000Z' }, after: { laterAt: '2026-11-28T15:00:00.000Z' } },
    });
  });

  it('goes by another rule set where one is tried', () => {
    const lunch: Rule = {
      ...{
        kind: 'hours',
        id: 'new-lunch',
        version: 1,
        says: 'No calls at noon.',
        source: 'None',
        provenance: 'house',
        validFrom: LONG_AGO,
      },
      jurisdiction: { in: 'everywhere' },
      channels: ['voice'],
      purposes: ['sales'],
      hours: daily(hours(14, 20)),
      holidays: [],
    };
    expect(tryOn(decided(inState('NY'), call), { rules: [...rules, lunch] })).toMatchObject({
      change: { after: { outcome: 'later', laterAt: '2026-11-27T19:00:00.000Z' }, came: [{ code: 'quiet_hours', rule: 'new-lunch' }] },
    });
  });
});

describe('a decision of which nothing can be told', () => {
  it('kept no facts, or not all of them', () => {
    expect(tryOn(decided({}, mail, null))).toBe('noFacts');
    const { place: _place, ...rest } = PERMITTED;
    expect(tryOn(decided({}, mail, rest))).toBe('factsIncomplete');
  });

  it('would need contacts from before those that are kept', () => {
    const kept = { contactsKnownSince: new Date('2026-11-27T16:00:00.000Z') };
    const allowed = decided(inState('NY'), call);
    expect(tryOn(allowed, { ...kept, settings: oneCallIn(3) })).toMatchObject({ unknown: 'noContacts' });
    expect(tryOn(allowed, { ...kept, settings: oneCallIn(2) })).toMatchObject({ after: 'allow' });
    expect(tryOn(allowed, kept)).toMatchObject({ after: 'allow' });
  });

  it('is not one that is denied whatever the contacts were', () => {
    const kept = { contactsKnownSince: AT, settings: oneCallIn(24) };
    expect(tryOn(decided({ ...inState('NY'), consent: WITHDRAWN }, call), kept)).toMatchObject({ after: 'deny', change: undefined });
  });
});
