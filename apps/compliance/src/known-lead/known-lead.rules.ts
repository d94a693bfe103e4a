import type { leadCapturedV1, leadDeletedV1, leadRestoredV1, leadUpdatedV1 } from '@leadstream/contracts';
import type { EventOfAny } from '@leadstream/messaging';
import type { KnownLead } from './known-lead.js';

/** The events that say where a lead can be reached, or that it is gone. */
export type LeadEvent = EventOfAny<typeof leadCapturedV1 | typeof leadUpdatedV1 | typeof leadDeletedV1 | typeof leadRestoredV1>;

/** What an event says of its lead. A deletion that outran everything else leaves a lead without addresses. */
export function knownLeadOf(event: LeadEvent): KnownLead {
  const { sequence } = event;
  const { leadId } = event.data;
  if ('deletedAt' in event.data) return { leadId, sequence, email: null, phone: null, deletedAt: new Date(event.data.deletedAt) };
  return { leadId, sequence, email: event.data.email, phone: event.data.phone, deletedAt: null };
}

/** The newest state of each lead among several, in any order. */
export function newestOfEach(leads: readonly KnownLead[]): KnownLead[] {
  const newest = new Map<string, KnownLead>();
  for (const lead of leads) {
    const known = newest.get(lead.leadId);
    if (known === undefined || known.sequence < lead.sequence) newest.set(lead.leadId, lead);
  }
  return [...newest.values()];
}
