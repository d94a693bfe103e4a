import type { DncKind } from '@leadstream/contracts';

/** An address that a lead had, and has no more or is gone with. */
export interface FormerAddress {
  readonly leadId: string;
  readonly kind: DncKind;
  /** Normalised. */
  readonly value: string;
  readonly lostAt: Date;
}

/** Who had an address that somebody has now. */
export interface FormerHolder extends FormerAddress {
  /** The lead that this one is part of today, itself when of none. */
  readonly rootId: string;
}
