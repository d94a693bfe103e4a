import { expect, it } from '@jest/globals';
import type { KnownLead } from './known-lead.js';
import { gainedAddresses, knownLeadOf, type LeadEvent, newestOfEach } from './known-lead.rules.js';

const lead = (leadId: string, sequence: number): KnownLead => ({
  leadId,
  sequence,
  email: `v${sequence}@example.com`,
  phone: null,
  timeZone: null,
  country: null,
  region: null,
  deletedAt: null,
  mergedInto: null,
});

it('keeps the highest version of each lead, whatever the order', () => {
  expect(newestOfEach([lead('a', 2), lead('b', 1), lead('a', 3), lead('a', 1)])).toEqual([lead('a', 3), lead('b', 1)]);
});

it('knows of an erased lead that it is gone, and nothing else', () => {
  const erased = { type: 'lead.erased', sequence: 7, data: { leadId: 'a', erasedAt: '2026-11-01T12:00:00.000Z' } } as LeadEvent;
  expect(knownLeadOf(erased)).toEqual({
    leadId: 'a',
    sequence: 7,
    deletedAt: new Date('2026-11-01T12:00:00.000Z'),
    mergedInto: null,
    email: null,
    phone: null,
    timeZone: null,
    country: null,
    region: null,
  });
});

it('tells which addresses leads have that they had not, each once, and none that an old event names', () => {
  const phone = '+14155552671';
  expect(gainedAddresses([], [lead('a', 1), { ...lead('b', 1), phone }])).toEqual([
    { kind: 'email', value: 'v1@example.com' },
    { kind: 'phone', value: phone },
  ]);
  expect(gainedAddresses([lead('a', 1)], [{ ...lead('a', 2), email: 'v1@example.com', phone }])).toEqual([{ kind: 'phone', value: phone }]);
  expect(gainedAddresses([lead('a', 3)], [lead('a', 2)])).toEqual([]);
  expect(gainedAddresses([lead('a', 1)], [{ ...lead('a', 2), email: null }])).toEqual([]);
});
