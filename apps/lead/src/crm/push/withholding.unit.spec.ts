import { expect, it } from '@jest/globals';
import type { Channel, ConsentState } from '@leadstream/contracts';
import { forbiddenChannels, type Permissions, withholding } from './withholding.rules.js';

const known = { email: 'ada@example.com' };
const numbered = { email: null };

const permissions = (consents: Record<string, ConsentState>, doNotContact: Partial<Record<Channel, boolean>> = {}): Permissions => ({
  consents: new Map(Object.entries(consents)),
  doNotContact: new Map(Object.entries(doNotContact) as [Channel, boolean][]),
});
const withdrawn = { 'email.marketing': 'withdrawn' } as const;
const given = { 'sms.service': 'given' } as const;

it.each([
  ['an address on the list', known, permissions({}, { email: true }), 'forbidden'],
  ['an address that is not on it', known, permissions({}, { email: false }), null],
  ['a withdrawn consent for e-mail', known, permissions(withdrawn), 'forbidden'],
  ['a withdrawn consent beside one for another purpose', known, permissions({ 'email.sales': 'given', ...withdrawn }), 'forbidden'],
  ['a withdrawn consent beside one for another channel', known, permissions({ ...given, ...withdrawn }), 'forbidden'],
  ['a number not to be called, of who can be written to', known, permissions({}, { email: false, voice: true }), null],
  ['a number not to be called, of who is known by nothing else', numbered, permissions({}, { voice: true }), 'forbidden'],
  ['a withdrawn consent for another channel', known, permissions({ 'whatsapp.sales': 'withdrawn' }), null],
  ['nothing that was ever said', known, permissions({}), null],
])('for %s, the peer hears of a person: %j %j, %j', (_, lead, said, expected) => {
  expect(withholding(lead, said, 'unless-forbidden')).toBe(expected);
});

it('where consent is demanded, silence is none, and a consent does not lift a prohibition', () => {
  expect(withholding(known, permissions({}), 'with-consent')).toBe('no-consent');
  expect(withholding(known, permissions(given), 'with-consent')).toBeNull();
  expect(withholding(known, permissions(given, { email: true }), 'with-consent')).toBe('forbidden');
});

it('names the channels that peers know', () => {
  expect(forbiddenChannels(permissions({ ...withdrawn, 'social.sales': 'withdrawn' }, { sms: true, voice: true }))).toEqual([
    'email',
    'voice',
  ]);
  expect(forbiddenChannels(permissions(given, { email: false, voice: false }))).toEqual([]);
});
