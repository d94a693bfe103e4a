import type { Channel, DncKind } from '@leadstream/contracts';

/** An entry to put on the list, its value normalised. */
export interface NewDncEntry {
  readonly id: string;
  readonly kind: DncKind;
  readonly value: string;
  readonly channels: readonly Channel[];
  readonly reason: string;
  readonly source: string;
  readonly addedAt: Date;
  readonly expiresAt: Date | null;
}
