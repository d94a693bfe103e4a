import type {
  leadCapturedV1,
  leadDeletedV1,
  leadErasedV1,
  leadMergedV1,
  leadRestoredV1,
  leadUnmergedV1,
  leadUpdatedV1,
  visitorIdentifiedV1,
} from '@leadstream/contracts';
import type { EventOfAny } from '@leadstream/messaging';
import type { KnownLead } from './known-lead.js';

/** The events that say whether a lead exists. */
export type LeadEvent = EventOfAny<
  | typeof leadCapturedV1
  | typeof leadUpdatedV1
  | typeof leadDeletedV1
  | typeof leadErasedV1
  | typeof leadRestoredV1
  | typeof leadMergedV1
  | typeof leadUnmergedV1
  | typeof visitorIdentifiedV1
>;

/** An identified visitor is as good as a lead that went into another one. */
export function knownLeadOf({ sequence, type, data }: LeadEvent): KnownLead {
  const { leadId } = data;
  switch (type) {
    case 'visitor.identified':
      return { leadId: data.visitorId, sequence, deletedAt: new Date(data.identifiedAt), mergedInto: leadId };
    case 'lead.deleted':
      return { leadId, sequence, deletedAt: new Date(data.deletedAt), mergedInto: null };
    case 'lead.erased':
      return { leadId, sequence, deletedAt: new Date(data.erasedAt), mergedInto: null };
    case 'lead.merged':
      return { leadId, sequence, deletedAt: new Date(data.mergedAt), mergedInto: data.survivorId };
    default:
      return { leadId, sequence, deletedAt: null, mergedInto: null };
  }
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
