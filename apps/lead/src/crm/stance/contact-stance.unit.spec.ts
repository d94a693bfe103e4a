import { expect, it } from '@jest/globals';
import { addressSubject, forbiddenChannels, type LeadStance, subjectsOf, withholding } from './contact-stance.rules.js';

const TENANT = '01920000-0000-7000-8000-000000000001';
const LEAD = '01920000-0000-7000-8000-000000000002';
const known = { email: 'ada@example.com' };

const stance = (kind: LeadStance['kind'], source: string, forbids = true): LeadStance => ({ leadId: LEAD, kind, source, forbids });
const withdrawn = stance(null, 'consent:email:marketing');
const given = stance(null, 'consent:sms:service', false);

it.each([
  ['an address on the list', known, [stance('email', 'dnc:1')], 'forbidden'],
  ['a withdrawn consent for e-mail', known, [withdrawn], 'forbidden'],
  ['a withdrawn consent beside one that was given', known, [given, withdrawn], 'forbidden'],
  ['a number on the list, of who can be written to', known, [stance('phone', 'dnc:1')], null],
  ['a number on the list, of who is known by nothing else', { email: null }, [stance('phone', 'dnc:1')], 'forbidden'],
  ['a withdrawn consent for another channel', known, [stance(null, 'consent:whatsapp:sales')], null],
  ['nothing that was ever said', known, [], null],
])('for %s, the peer hears of a person: %j %j, %j', (_, lead, stances, expected) => {
  expect(withholding(lead, stances, 'unless-forbidden')).toBe(expected);
});

it('where consent is demanded, silence is none, and a consent does not lift a prohibition', () => {
  expect(withholding(known, [], 'with-consent')).toBe('no-consent');
  expect(withholding(known, [given], 'with-consent')).toBeNull();
  expect(withholding(known, [given, stance('email', 'dnc:1')], 'with-consent')).toBe('forbidden');
});

it('names the channels that peers know', () => {
  expect(forbiddenChannels([withdrawn, stance('phone', 'dnc:1'), stance(null, 'consent:social:sales')])).toEqual(['email', 'voice']);
  expect(forbiddenChannels([given])).toEqual([]);
});

it('knows an address by a digest that differs from tenant to tenant', () => {
  const [person, email, phone] = subjectsOf(TENANT, { leadId: LEAD, email: 'ada@example.com', phone: '+4930901820' });
  expect(person).toEqual({ leadId: LEAD, kind: null, subject: `lead:${LEAD}` });
  expect(email?.subject).toBe(addressSubject(TENANT, 'email', 'ada@example.com'));
  expect(email?.subject).not.toBe(addressSubject(LEAD, 'email', 'ada@example.com'));
  expect(email?.subject).toMatch(/^address:[A-Za-z0-9_-]{22}$/);
  expect(phone?.kind).toBe('phone');
});
