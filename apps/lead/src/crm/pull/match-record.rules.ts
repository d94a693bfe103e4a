import type { Uuid } from '@leadstream/kernel';
import type { LeadRecord } from '../../lead/lead.js';
import type { LinkRecord } from '../link/crm-link.js';
import type { PeerRecord } from '../peer/crm-peer.js';

/** What is known by what. */
export interface Known {
  lead(leadId: Uuid): LeadRecord | undefined;
  leadOf(email: string): LeadRecord | undefined;
  linkOfLead(leadId: Uuid): LinkRecord | undefined;
  linkOfPeer(peerId: string): LinkRecord | undefined;
}

/** Which lead a record is: with the link that says so, by what it says, nobody, or one that it must not be. */
export type Match =
  | { readonly lead: LeadRecord; readonly link: LinkRecord | undefined }
  | { readonly code: 'lead-deleted' | 'linked-elsewhere'; readonly leadId: Uuid }
  | undefined;

/**
 * Finds the lead of a record: by its link, by links of records that went into it, by the id of a lead that it carries, by its address.
 * @param email of the record, in the form of leads
 */
export function matchRecord(record: PeerRecord, email: string | null, known: Known): Match {
  const link = known.linkOfPeer(record.peerId) ?? liveLinkOfMerged(record, known);
  if (link) {
    const lead = known.lead(link.leadId);
    return lead ? { lead, link } : { code: 'lead-deleted', leadId: link.leadId };
  }
  const lead = (record.leadId === null ? undefined : known.lead(record.leadId)) ?? (email === null ? undefined : known.leadOf(email));
  if (!lead) return undefined;
  const other = known.linkOfLead(lead.leadId);
  // A record that was deleted there leaves its place to the next one that is the same person.
  const isFree = other === undefined || (other.state === 'ended' && other.reason === 'record-removed');
  return isFree ? { lead, link: other } : { code: 'linked-elsewhere', leadId: lead.leadId };
}

function liveLinkOfMerged({ mergedIds }: PeerRecord, known: Known): LinkRecord | undefined {
  return mergedIds.map((id) => known.linkOfPeer(id)).find((link) => link?.state === 'live' && known.lead(link.leadId) !== undefined);
}
