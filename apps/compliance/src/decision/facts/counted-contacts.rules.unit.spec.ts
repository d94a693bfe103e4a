import { expect, it } from '@jest/globals';
import type { Channel } from '@leadstream/contracts';
import { contactsOfPerson } from './counted-contacts.rules.js';

const contact = (leadId: string, channel: Channel) =>
  ({ leadId, channel, purpose: 'sales', at: new Date(Date.UTC(2026, 10, 20)) }) as const;
const byLead = new Map([
  ['ada', [contact('ada', 'voice'), contact('ada', 'email')]],
  ['before', [contact('before', 'voice'), contact('before', 'sms'), contact('before', 'email'), contact('before', 'social')]],
]);
const counted = (...former: Parameters<typeof contactsOfPerson>[1]) =>
  contactsOfPerson(['ada', 'merged'], former, byLead).map(({ leadId, channel }) => `${leadId} ${channel}`);

it('are those with any of its leads', () => {
  expect(counted()).toEqual(['ada voice', 'ada email']);
});

it('are those with whoever had its number before by channels that reach a number, and its mail address by those that reach that', () => {
  expect(counted({ leadId: 'before', kind: 'phone' }).slice(2)).toEqual(['before voice', 'before sms', 'before social']);
  expect(counted({ leadId: 'before', kind: 'email' }).slice(2)).toEqual(['before email', 'before social']);
});

it('are counted once each, also where both addresses were the same one before', () => {
  expect(counted({ leadId: 'before', kind: 'phone' }, { leadId: 'before', kind: 'email' })).toHaveLength(6);
});
