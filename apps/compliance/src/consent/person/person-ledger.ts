import type { Channel, DncKind, Purpose } from '@leadstream/contracts';
import type { KnownLead } from '../../known-lead/known-lead.js';
import type { StatementOfLead } from '../family/family-consent.rules.js';

/** A line that says of what it speaks. */
export interface LineOfMatter extends StatementOfLead {
  readonly channel: Channel;
  readonly purpose: Purpose;
  /** It was said of all addresses at once, by an erasure or a request. */
  readonly isObjection?: boolean;
}

/** Somebody who had an address that the person has now: another one as far as is known, and maybe the same. */
export interface EarlierHolder<L extends LineOfMatter> {
  /** The lead that had it. */
  readonly leadId: string;
  readonly kind: DncKind;
  /** The person's lead that has the address. */
  readonly heldBy: string;
  /** Leads of the earlier holder that went into another one. */
  readonly merged: readonly KnownLead[];
  /** All lines of the earlier holder. */
  readonly ledger: readonly L[];
}

/** What decides where a person's consent stands: what was said of its leads, and by whoever had its addresses before. */
export interface PersonLedger<L extends LineOfMatter> {
  readonly own: readonly L[];
  readonly earlier: readonly EarlierHolder<L>[];
}
