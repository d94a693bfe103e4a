import type { Channel, DncEntryKind, DncEvidence } from '@leadstream/contracts';

/** An entry to put on the list, its value normalised. */
export interface NewDncEntry {
  readonly id: string;
  readonly kind: DncEntryKind;
  readonly value: string;
  readonly channels: readonly Channel[];
  readonly reason: string;
  readonly source: string;
  readonly addedAt: Date;
  readonly expiresAt: Date | null;
  readonly evidence: DncEvidence | null;
}
