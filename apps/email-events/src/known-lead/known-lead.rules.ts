import type {
  leadCapturedV1,
  leadDeletedV1,
  leadErasedV1,
  leadMergedV1,
  leadRestoredV1,
  leadUnmergedV1,
  leadUpdatedV1,
} from '@leadstream/contracts';
import type { EventOfAny } from '@leadstream/messaging';
import type { KnownLead } from './known-lead.js';

/** An event that says something about a lead's address. */
export type KnownLeadEvent = EventOfAny<
  | typeof leadCapturedV1
  | typeof leadUpdatedV1
  | typeof leadDeletedV1
  | typeof leadErasedV1
  | typeof leadRestoredV1
  | typeof leadMergedV1
  | typeof leadUnmergedV1
>;

/** What the events say in the end, each lead once; a deleted lead's address is forgotten, a merged one's is kept. */
export function latestByLead(events: readonly KnownLeadEvent[]): KnownLead[] {
  const latest = new Map<string, KnownLead>();
  for (const event of events) {
    const { leadId } = event.data;
    if ((latest.get(leadId)?.sequence ?? -1) >= event.sequence) continue;
    const gone = event.type === 'lead.deleted' || event.type === 'lead.erased';
    latest.set(leadId, {
      leadId,
      sequence: event.sequence,
      email: gone ? null : event.data.email,
      deleted: gone,
      mergedInto: event.type === 'lead.merged' ? event.data.survivorId : null,
    });
  }
  return [...latest.values()];
}
