import type {
  leadCapturedV1,
  leadDeletedV1,
  leadErasedV1,
  leadIdentityAddedV1,
  leadIdentityRemovedV1,
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
  | typeof leadIdentityAddedV1
  | typeof leadIdentityRemovedV1
>;

/** What the events say in the end, each lead once; a deleted lead's address is forgotten, a merged one's is kept. */
export function latestByLead(events: readonly KnownLeadEvent[]): KnownLead[] {
  const latest = new Map<string, KnownLead>();
  for (const known of events.map(knownLeadOf)) {
    if ((latest.get(known.leadId)?.sequence ?? -1) < known.sequence) latest.set(known.leadId, known);
  }
  return [...latest.values()];
}

/** The address that an event says somebody has; null when it says nothing of one. */
export function toldEmail({ type, data }: KnownLeadEvent): string | null {
  if (type === 'lead-identity.added') return data.kind === 'email' ? data.value : null;
  return 'email' in data ? data.email : null;
}

/** Whoever has a further address of a lead is as good as a lead that went into it. */
function knownLeadOf(event: KnownLeadEvent): KnownLead {
  const { sequence } = event;
  const email = toldEmail(event);
  switch (event.type) {
    case 'lead.deleted':
    case 'lead.erased':
      return { leadId: event.data.leadId, sequence, email: null, deleted: true, mergedInto: null };
    case 'lead-identity.added':
      return { leadId: event.data.identityId, sequence, email, deleted: false, mergedInto: event.data.leadId };
    case 'lead-identity.removed':
      return { leadId: event.data.identityId, sequence, email: null, deleted: true, mergedInto: null };
    case 'lead.merged':
      return { leadId: event.data.leadId, sequence, email, deleted: false, mergedInto: event.data.survivorId };
    default:
      return { leadId: event.data.leadId, sequence, email, deleted: false, mergedInto: null };
  }
}
