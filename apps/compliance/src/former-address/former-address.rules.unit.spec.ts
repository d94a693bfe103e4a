import { expect, it } from '@jest/globals';
import type { KnownLead } from '../known-lead/known-lead.js';
import { lostAddresses } from './former-address.rules.js';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 20, hour));
const nowhere = { timeZone: null, country: null, region: null, mergedInto: null };
const lead = (sequence: number, email: string | null, phone: string | null = null, deletedAt: Date | null = null): KnownLead => ({
  ...nowhere,
  leadId: 'ada',
  sequence,
  email,
  phone,
  deletedAt,
});
const told = (...leads: KnownLead[]) => leads.map((one) => ({ lead: one, at: at(one.sequence) }));
const lost = (before: KnownLead[], ...leads: KnownLead[]) =>
  lostAddresses(before, told(...leads)).map(({ kind, value, lostAt }) => [kind, value, lostAt.getUTCHours()]);

it('is nothing of a lead that is new, or has what it had', () => {
  expect(lost([], lead(1, 'a@x.com', '+1'))).toEqual([]);
  expect(lost([lead(1, 'a@x.com')], lead(2, 'a@x.com', '+1'))).toEqual([]);
});

it('is what an event puts another address in place of', () => {
  expect(lost([lead(1, 'a@x.com', '+1')], lead(2, 'b@x.com', '+1'))).toEqual([['email', 'a@x.com', 2]]);
});

it('is all of a lead that is gone, also when it goes into another one', () => {
  expect(lost([lead(1, 'a@x.com', '+1')], lead(2, null, null, at(2)))).toEqual([
    ['email', 'a@x.com', 2],
    ['phone', '+1', 2],
  ]);
  expect(lost([lead(1, 'a@x.com')], { ...lead(2, 'a@x.com', null, at(2)), mergedInto: 'bea' })).toEqual([['email', 'a@x.com', 2]]);
});

it('is what the lead had in between, and what a late event says that it had', () => {
  expect(lost([lead(1, 'a@x.com')], lead(3, 'c@x.com'), lead(2, 'b@x.com'))).toEqual([
    ['email', 'a@x.com', 3],
    ['email', 'b@x.com', 3],
  ]);
  expect(lost([lead(5, null, null, at(5))], lead(4, 'a@x.com'))).toEqual([['email', 'a@x.com', 4]]);
});

it('is nothing that a lead has got back', () => {
  expect(lost([lead(2, null, null, at(2))], lead(3, 'a@x.com'))).toEqual([]);
});
