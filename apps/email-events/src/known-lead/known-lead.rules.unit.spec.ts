import { describe, expect, it } from '@jest/globals';
import { type KnownLeadEvent, latestByLead } from './known-lead.rules.js';

const event = (type: KnownLeadEvent['type'], leadId: string, sequence: number, email?: string): KnownLeadEvent =>
  ({ type, sequence, data: { leadId, email: email ?? null } }) as KnownLeadEvent;

describe('latestByLead', () => {
  it('keeps the highest version of each lead, in whatever order they come', () => {
    expect(
      latestByLead([
        event('lead.updated', 'a', 3, 'new@example.com'),
        event('lead.captured', 'a', 1, 'old@example.com'),
        event('lead.captured', 'b', 1),
      ]),
    ).toEqual([
      { leadId: 'a', sequence: 3, email: 'new@example.com', deleted: false, mergedInto: null },
      { leadId: 'b', sequence: 1, email: null, deleted: false, mergedInto: null },
    ]);
  });

  it('keeps the address of a merged lead, and where it went', () => {
    const merged = { ...event('lead.merged', 'a', 2, 'a@example.com'), data: { leadId: 'a', email: 'a@example.com', survivorId: 'b' } };
    expect(latestByLead([event('lead.captured', 'a', 1, 'a@example.com'), merged as KnownLeadEvent])).toEqual([
      { leadId: 'a', sequence: 2, email: 'a@example.com', deleted: false, mergedInto: 'b' },
    ]);
  });

  it('takes a further address for that of a lead that went into the one that has it, until it is taken back', () => {
    const told = (type: 'added' | 'removed', sequence: number, data: object) =>
      ({ type: `lead-identity.${type}`, sequence, data: { identityId: 'i', leadId: 'a', ...data } }) as KnownLeadEvent;
    const added = told('added', 1, { kind: 'email', value: 'second@example.com' });
    expect(latestByLead([added])).toEqual([{ leadId: 'i', sequence: 1, email: 'second@example.com', deleted: false, mergedInto: 'a' }]);
    expect(latestByLead([told('added', 1, { kind: 'phone', value: '+4930901820' })])).toMatchObject([{ email: null }]);
    expect(latestByLead([told('removed', 2, {}), added])).toEqual([
      { leadId: 'i', sequence: 2, email: null, deleted: true, mergedInto: null },
    ]);
  });

  it.each(['lead.deleted', 'lead.erased'] as const)('forgets the address of a lead by %s', (type) => {
    expect(latestByLead([event('lead.captured', 'a', 1, 'a@example.com'), event(type, 'a', 2)])).toEqual([
      { leadId: 'a', sequence: 2, email: null, deleted: true, mergedInto: null },
    ]);
  });
});
