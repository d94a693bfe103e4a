import { describe, expect, it } from '@jest/globals';
import { CHANNELS, type DecisionFacts } from '@leadstream/contracts';
import { inCountry, inState, PERMITTED, WITHDRAWN } from './decision-facts.fixture.spec.js';
import { decide } from './decision.rules.js';
import type { Contact } from '../rule-sets/applicable.rules.js';
import { RULE_SET_VERSION, ruleSetOf } from '../rule-sets/rule-sets.js';

const rules = ruleSetOf(RULE_SET_VERSION) ?? [];
const NOON = '2026-11-27T12:00:00.000Z';
const mail: Contact = { channel: 'email', purpose: 'marketing' };
const text: Contact = { channel: 'sms', purpose: 'marketing' };
const call: Contact = { channel: 'voice', purpose: 'sales' };
const judge = (facts: Partial<DecisionFacts>, contact: Contact = mail, at = NOON, decidedAt = at) =>
  decide({ ...PERMITTED, ...facts }, contact, { at: new Date(at), decidedAt: new Date(decidedAt) }, rules);
const codes = (facts: Partial<DecisionFacts>, contact?: Contact, at?: string) => judge(facts, contact, at).reasons.map(({ code }) => code);
const outcome = (facts: Partial<DecisionFacts>, contact?: Contact, at?: string) => judge(facts, contact, at).outcome;
const { lead, policy } = PERMITTED;

describe('decide', () => {
  it('allows when the lead is known, reachable, not blocked and agreed', () => {
    expect(judge({})).toEqual({
      outcome: 'allow',
      reasons: [{ code: 'consent_given', detail: 'Consent stands since 2026-11-20T12:00:00.000Z.' }],
      expiresAt: '2026-11-27T12:01:00.000Z',
    });
  });

  it.each<[string, Partial<DecisionFacts>, string]>([
    ['nothing is known of the lead', { lead: { ...lead, isKnown: false } }, 'lead_unknown'],
    ['the lead was deleted', { lead: { ...lead, deletedAt: NOON } }, 'lead_deleted'],
    ['the lead has no address', { lead: { ...lead, hasAddress: false } }, 'no_address'],
    ['an address is on the list', { dncEntries: 1 }, 'on_dnc'],
    ['a domain of an address is on the list', { dncEntries: 1, dncDomainEntries: 1 }, 'on_dnc_domain'],
    ['the number is on a list of numbers', { dncLists: [{ source: 'us-national', state: 'listed' }] }, 'on_dnc_list'],
    ['a list of numbers is too old to be believed', { dncLists: [{ source: 'us-tx', state: 'stale' }] }, 'dnc_list_unsure'],
    ['what may be an opt-out was not looked at', { waitingOptOuts: 1 }, 'opt_out_under_review'],
    ['the person is being erased', { erasuresUnderWay: 1 }, 'erasure_under_way'],
    ['nothing was ever stated', { consent: null }, 'no_consent'],
    ['consent was withdrawn', { consent: WITHDRAWN }, 'consent_withdrawn'],
  ])('denies when %s', (_, facts, code) => {
    expect(outcome(facts)).toBe('deny');
    expect(codes(facts)).toEqual([code]);
  });

  it('names every reason to deny, and only those', () => {
    const facts = { lead: { ...lead, hasAddress: false }, consent: null, dncEntries: 2 };
    expect(codes(facts, text, '2026-11-27T02:00:00.000Z')).toEqual(['no_address', 'on_dnc', 'no_consent']);
  });

  it('expires when an entry of the list does that denies it', () => {
    expect(judge({ dncEntries: 1, dncExpiresAt: '2026-11-27T12:00:30.000Z' }).expiresAt).toBe('2026-11-27T12:00:30.000Z');
  });
});

describe('consent', () => {
  const legitimate: DecisionFacts['consent'] = { state: 'given', basis: 'legitimate_interest', statedAt: NOON };
  const lenient = { policy: { ...policy, requiresStatedConsent: false } };

  it('must be consent for advertising in Europe, or a stated interest in a customer', () => {
    expect(judge({ consent: legitimate }).reasons).toEqual([
      expect.objectContaining({ code: 'basis_insufficient', rule: 'eu-eprivacy-mail' }),
    ]);
    expect(codes({ consent: legitimate, purchasedAt: NOON })).toEqual(['consent_given', 'consent_implied']);
    expect(outcome({ ...lenient, consent: null, purchasedAt: NOON })).toBe('deny');
    expect(outcome({ consent: legitimate, purchasedAt: NOON }, { channel: 'whatsapp', purpose: 'marketing' })).toBe('deny');
    expect(outcome({ consent: legitimate }, { channel: 'email', purpose: 'service' })).toBe('allow');
  });

  it('is not needed for e-mail in the USA, unless the tenant demands it', () => {
    const american = inState('CA', 'America/Los_Angeles');
    expect(codes({ ...american, ...lenient, consent: null })).toEqual(['consent_not_needed']);
    expect(codes({ ...american, consent: null })).toEqual(['no_consent']);
    expect(codes({ ...american, ...lenient, consent: WITHDRAWN })).toEqual(['consent_withdrawn']);
    expect(codes({ ...american, ...lenient, consent: null }, text)).toEqual(['no_consent']);
  });

  it.each([
    ['two years after a purchase', { purchasedAt: '2024-11-27T12:00:00.001Z' }, { purchasedAt: NOON.replace('2026', '2024') }],
    ['six months after an inquiry', { inquiredAt: '2026-05-27T12:00:00.001Z' }, { inquiredAt: NOON.replace('11-27', '05-27') }],
  ])('is implied in Canada until %s', (_, within, over) => {
    const canadian = { ...inCountry('CA', 'America/Toronto'), ...lenient, consent: null };
    expect(codes({ ...canadian, ...within })).toEqual(['consent_implied']);
    expect(judge({ ...canadian, ...within }).expiresAt).toBe('2026-11-27T12:00:00.001Z');
    expect(codes({ ...canadian, ...over })).toEqual(['no_consent']);
    expect(codes({ ...canadian, ...within, policy })).toEqual(['no_consent']);
  });

  it('must satisfy every country where the person may be', () => {
    const either = { place: { countries: ['CA', 'US'], states: ['NY'], zones: ['America/New_York'], evidence: [] } };
    expect(codes({ ...either, ...lenient, consent: null })).toEqual(['no_consent']);
    const unknown = { place: { countries: null, states: null, zones: null, evidence: [] } };
    expect(codes({ ...unknown, consent: legitimate })).toEqual(expect.arrayContaining(['basis_insufficient']));
    expect(codes(unknown)).toEqual(['consent_given']);
  });
});

describe('hours', () => {
  const evening = '2026-11-28T01:30:00.000Z';

  it('are from 8 to 21 h by federal law, and less in some states', () => {
    expect(judge(inState('NY'), call, evening)).toMatchObject({ outcome: 'allow' });
    expect(judge(inState('FL'), call, evening)).toMatchObject({
      outcome: 'later',
      reasons: [{ code: 'quiet_hours', rule: 'us-fl-hours' }],
      laterAt: '2026-11-28T13:00:00.000Z',
      expiresAt: '2026-11-28T01:31:00.000Z',
    });
    expect(outcome(inState('OK', 'America/Chicago'), call, '2026-11-28T02:00:00.000Z')).toBe('later');
  });

  it('are from 8 to 20 h in Oregon, and of weekdays in South Dakota', () => {
    const oregon = inState('OR', 'America/Los_Angeles');
    expect(outcome(oregon, text, '2026-11-28T03:59:00.000Z')).toBe('allow');
    expect(judge(oregon, text, '2026-11-28T04:00:00.000Z')).toMatchObject({
      reasons: [{ code: 'quiet_hours', rule: 'us-or-hours' }],
      laterAt: '2026-11-28T16:00:00.000Z',
    });
    const dakota = inState('SD', 'America/Chicago');
    expect(outcome(dakota, call, '2026-11-28T02:59:00.000Z')).toBe('allow');
    expect(judge(dakota, call, '2026-11-28T18:00:00.000Z')).toMatchObject({
      reasons: [{ code: 'quiet_hours', rule: 'us-sd-hours' }],
      laterAt: '2026-11-30T15:00:00.000Z',
    });
  });

  it('name each rule that is in the way', () => {
    expect(judge(inState('FL'), text, '2026-11-28T05:00:00.000Z').reasons.map(({ rule }) => rule)).toEqual([
      'us-tcpa-hours',
      'us-fl-hours',
      'house-hours',
    ]);
  });

  it('hold for advertising, not for service, and not for mail', () => {
    expect(outcome(inState('FL'), { channel: 'sms', purpose: 'service' }, '2026-11-28T05:00:00.000Z')).toBe('allow');
    expect(outcome(inState('FL'), mail, '2026-11-28T05:00:00.000Z')).toBe('allow');
  });

  it('must be kept in every zone where the person may be', () => {
    const either = inCountry('AU', 'Australia/Perth', 'Australia/Sydney');
    expect(judge(either, text, '2026-11-26T22:00:00.000Z')).toMatchObject({ outcome: 'later', laterAt: '2026-11-27T00:00:00.000Z' });
    expect(outcome(either, text, '2026-11-27T00:00:00.000Z')).toBe('allow');
    expect(outcome(either, text, '2026-11-27T10:00:00.000Z')).toBe('later');
  });

  it('of every state hold while none is known: Sunday is closed', () => {
    const sunday = judge(inCountry('US', 'America/Denver'), call, '2026-11-29T19:00:00.000Z');
    expect(sunday).toMatchObject({ outcome: 'later', laterAt: '2026-11-30T17:00:00.000Z' });
  });

  it('are closed on holidays, where the state has it so', () => {
    expect(judge(inState('UT', 'America/Denver'), call, '2026-11-26T19:00:00.000Z')).toMatchObject({
      outcome: 'later',
      reasons: [{ code: 'holiday', rule: 'us-ut-hours' }],
      laterAt: '2026-11-27T15:00:00.000Z',
    });
  });

  it('go by the clock that a rule names', () => {
    const onTheCoast = inState('MS', 'America/New_York');
    expect(outcome(onTheCoast, call, '2026-11-27T13:30:00.000Z')).toBe('later');
    expect(outcome(onTheCoast, call, '2026-11-27T14:00:00.000Z')).toBe('allow');
  });

  it('deny when nothing tells on whose clocks', () => {
    expect(codes({ place: { countries: ['US'], states: null, zones: null, evidence: [] } }, call)).toEqual(['place_unknown']);
  });

  it('end an answer before its minute is over', () => {
    expect(judge(inState('FL'), call, '2026-11-28T00:59:30.000Z')).toMatchObject({
      outcome: 'allow',
      expiresAt: '2026-11-28T01:00:00.000Z',
    });
    expect(judge(inState('FL'), call, '2026-11-28T12:59:30.000Z')).toMatchObject({
      outcome: 'later',
      expiresAt: '2026-11-28T13:00:00.000Z',
    });
  });

  it('deny when they never come together', () => {
    const nowhere = inCountry('FR', 'Pacific/Auckland', 'Europe/Paris', 'America/Los_Angeles', 'Asia/Tokyo');
    expect(codes(nowhere, text)).toEqual(['quiet_hours', 'no_open_time']);
  });
});

describe('caps', () => {
  const at = (hour: number) => ({ channel: 'voice' as const, purpose: 'sales' as const, at: `2026-11-27T${hour}:00:00.000Z` });

  it('let three solicitations be in 24 hours, calls and texts together', () => {
    const two = { ...inState('FL'), contacts: [at(14), { ...at(15), channel: 'sms' as const }] };
    expect(outcome(two, call, '2026-11-27T18:00:00.000Z')).toBe('allow');
    const three = { ...two, contacts: [...two.contacts, at(16)] };
    expect(judge(three, call, '2026-11-27T18:00:00.000Z')).toMatchObject({
      outcome: 'later',
      reasons: [{ code: 'frequency_cap', rule: 'us-fl-three-a-day' }],
      laterAt: '2026-11-28T14:00:00.000Z',
    });
    expect(outcome(three, call, '2026-11-28T14:00:00.000Z')).toBe('allow');
    expect(outcome({ ...three, ...inState('NY') }, call, '2026-11-27T18:00:00.000Z')).toBe('allow');
    expect(outcome(three, { channel: 'voice', purpose: 'service' }, '2026-11-27T18:00:00.000Z')).toBe('allow');
  });

  it('wait for the hours, too', () => {
    const three = { ...inState('FL'), contacts: [at(12), at(13), at(14)] };
    expect(judge(three, call, '2026-11-27T18:00:00.000Z').laterAt).toBe('2026-11-28T13:00:00.000Z');
  });
});

describe('a policy', () => {
  it('can only take away', () => {
    const hours = [
      { channels: ['voice' as const], purposes: ['sales' as const], weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', until: '24:00' },
    ];
    expect(outcome({ ...inState('FL'), policy: { ...policy, hours } }, call, '2026-11-28T05:00:00.000Z')).toBe('later');
    const short = [{ ...hours[0], from: '10:00', until: '11:00' }] as typeof hours;
    expect(judge({ ...inState('NY'), policy: { ...policy, hours: short } }, call, '2026-11-27T18:00:00.000Z')).toMatchObject({
      outcome: 'later',
      reasons: [{ code: 'quiet_hours', rule: 'tenant' }],
      laterAt: '2026-11-28T15:00:00.000Z',
    });
  });

  it('may cap any channel', () => {
    const caps = [{ channels: ['email' as const], purposes: ['marketing' as const], contacts: 1, withinHours: 168 }];
    const contacts = [{ ...mail, at: '2026-11-25T12:00:00.000Z' }];
    expect(judge({ policy: { ...policy, caps }, contacts })).toMatchObject({ outcome: 'later', laterAt: '2026-12-02T12:00:00.000Z' });
  });
});

describe('what is asked about a later instant', () => {
  it('can be acted on at no time', () => {
    const planned = judge(inState('FL'), call, '2026-11-30T15:00:00.000Z', NOON);
    expect(planned).toMatchObject({ outcome: 'allow', expiresAt: '2026-11-27T12:01:00.000Z' });
    expect(judge(inState('FL'), call, '2026-11-27T15:00:20.000Z', '2026-11-27T15:00:00.000Z').expiresAt).toBe('2026-11-27T15:00:20.000Z');
  });
});

describe('reasons', () => {
  it('say which rule speaks, and it is on the list with its source', () => {
    const ids = rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(rules.filter(({ source, says }) => source.length < 4 || says.length < 10)).toEqual([]);
    for (const channel of CHANNELS) {
      for (const { rule } of judge({ ...inState('FL'), consent: null }, { channel, purpose: 'marketing' }).reasons) {
        if (rule !== undefined) expect(ids).toContain(rule);
      }
    }
  });
});
