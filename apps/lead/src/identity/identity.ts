import type { IDENTITY_KINDS } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { Identifier } from '../lead/lead.js';

export type IdentityKind = (typeof IDENTITY_KINDS)[number];

/** Something that one lead is known by at a time. */
export interface IdentityKey {
  readonly kind: IdentityKind;
  /** Normalised. */
  readonly value: string;
}

export interface IdentityRecord extends IdentityKey {
  /** What others know it by; null for a visitor, for what a merged lead had in its row, and where nobody was told yet. */
  readonly identityId: Uuid | null;
  readonly leadId: Uuid;
  /** Grows each time it goes to another lead. */
  readonly version: number;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
}

/** What an identifier of a lead is called among identities. */
export const KIND_OF: Readonly<Record<Identifier, IdentityKind>> = { externalId: 'external', email: 'email', phone: 'phone' };
