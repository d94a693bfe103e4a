import type { Uuid } from '@leadstream/kernel';

/** That somebody got in touch with a lead. */
export interface Contact {
  readonly leadId: Uuid;
  /** Null where a key reported it that acts for no member in particular. */
  readonly memberId: Uuid | null;
  /** By the clock of whoever reported it. */
  readonly at: Date;
}
