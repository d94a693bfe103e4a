import type { leadCapturedV1, leadDeletedV1, leadRestoredV1, leadUpdatedV1 } from '@leadstream/contracts';
import type { EventOfAny } from '@leadstream/messaging';
import type { KnownLead } from './known-lead.js';

/** The events that say whether a lead exists. */
export type LeadEvent = EventOfAny<typeof leadCapturedV1 | typeof leadUpdatedV1 | typeof leadDeletedV1 | typeof leadRestoredV1>;

export function knownLeadOf({ sequence, data }: LeadEvent): KnownLead {
  return { leadId: data.leadId, sequence, deletedAt: 'deletedAt' in data ? new Date(data.deletedAt) : null };
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
