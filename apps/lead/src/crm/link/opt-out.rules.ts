import { type Channel, leadPermissionsStatedV1 } from '@leadstream/contracts';
import type { OutboxItem } from '@leadstream/messaging';
import type { LeadRecord } from '../../lead/lead.js';
import type { PeerRecord } from '../peer/crm-peer.js';
import type { LinkRecord } from './crm-link.js';

/** Channels on which a record says that the person wants nothing, and that were never stated for the lead of the link. */
export function freshOptOuts({ optedOut }: Pick<PeerRecord, 'optedOut'>, link: LinkRecord): Channel[] {
  return optedOut.filter((channel) => !link.optedOut.includes(channel) && !link.optedOutElsewhere.includes(channel));
}

/** The link with channels that its record says, or was told, that the person wants nothing on. */
export function withOptOuts(link: LinkRecord, channels: readonly Channel[]): LinkRecord {
  return { ...link, optedOut: [...new Set([...link.optedOut, ...channels])] };
}

/** An opt-out that a peer tells of, for compliance to make a prohibition of. */
export function optOutStated({ leadId, email, phone, version }: LeadRecord, channels: readonly Channel[], now: Date): OutboxItem {
  const data = { leadId, email, phone, consents: [], doNotContact: [...channels], importId: null };
  return { contract: leadPermissionsStatedV1, data, sequence: version, time: now };
}
