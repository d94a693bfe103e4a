import type { EventOf, leadCapturedV1, leadDeletedV1, leadRestoredV1, leadUpdatedV1 } from '@leadstream/contracts';
import type { KnownLead } from './known-lead.js';

/** An event that says something about a lead's address. */
export type KnownLeadEvent =
  EventOf<typeof leadCapturedV1> | EventOf<typeof leadUpdatedV1> | EventOf<typeof leadDeletedV1> | EventOf<typeof leadRestoredV1>;

/** What the events say in the end, each lead once; a deleted lead's address is forgotten. */
export function latestByLead(events: readonly KnownLeadEvent[]): KnownLead[] {
  const latest = new Map<string, KnownLead>();
  for (const event of events) {
    const { leadId } = event.data;
    if ((latest.get(leadId)?.sequence ?? -1) >= event.sequence) continue;
    const deleted = event.type === 'lead.deleted';
    latest.set(leadId, { leadId, sequence: event.sequence, email: deleted ? null : event.data.email, deleted });
  }
  return [...latest.values()];
}
