import type { Uuid } from '@leadstream/kernel';

/** Who asks: a lead, or somebody who is none and has addresses. */
export interface Subject {
  readonly leadId: Uuid | null;
  /** As the vault names persons; none of a lead, for its are known. */
  readonly addresses: readonly string[];
}
