import type { Channel, CrmProvider } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { LinkBase } from '../reconcile/reconcile.rules.js';

export type LinkEnd = 'record-removed' | 'record-merged' | 'lead-deleted' | 'lead-merged';

/** Which record is which lead. */
export interface LinkRecord {
  readonly leadId: Uuid;
  readonly peerId: string;
  readonly state: 'live' | 'ended';
  /** Null while it is live. */
  readonly reason: LinkEnd | null;
  readonly base: LinkBase;
  readonly optedOut: readonly Channel[];
  /** Channels that other records of the person opted out of: stated, and yet to be told of this one. */
  readonly optedOutElsewhere: readonly Channel[];
  /** The lead that it was of before that one went into this one; null of a link that it had first. */
  readonly inheritedFromLeadId: Uuid | null;
  readonly peerModifiedAt: Date;
  readonly linkedAt: Date;
  readonly changedAt: Date;
}

/** A link that changed, and the version of its lead then. */
export interface LinkChange {
  readonly provider: CrmProvider;
  readonly link: LinkRecord;
  readonly leadVersion: number;
}
