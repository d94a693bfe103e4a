import type { Channel, ConsentEntry, ConsentProof, ConsentState, Purpose } from '@leadstream/contracts';

/** A line to add. `origin` names the line of the event that stated it, so that it is added once for ever. */
export interface NewConsentEntry {
  readonly id: string;
  readonly leadId: string;
  readonly channel: Channel;
  readonly purpose: Purpose;
  readonly state: ConsentState;
  readonly basis: ConsentEntry['basis'];
  readonly statedAt: Date;
  readonly textVersion: string | null;
  readonly source: string;
  readonly recordedAt: Date;
  /** Of a grant; for ever when left out. */
  readonly expiresAt?: Date | undefined;
  readonly proof?: ConsentProof | undefined;
  /** The import whose rows said so, if one did. */
  readonly importId?: string | null;
  readonly origin?: { readonly eventId: string; readonly index: number };
}
