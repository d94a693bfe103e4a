import type { Channel, DncKind } from '@leadstream/contracts';

/** An address that may not be contacted, although nobody keeps it any more. */
export interface SuppressedAddress {
  readonly id: string;
  readonly kind: DncKind;
  /** Normalised. */
  readonly value: string;
  /** Empty means all. */
  readonly channels: readonly Channel[];
  readonly addedAt: Date;
  readonly expiresAt: Date | null;
  /** As it was told last; 1 when left out. */
  readonly version?: number;
}

/** As {@link SuppressedAddress}, of which nobody knows any more which address it is. */
export type HashedAddress = Omit<SuppressedAddress, 'value'> & { readonly hash: Buffer };
