import type { LeadFacts } from '../../filter/lead-facts.js';
import type { LeadReading } from '../../filter/matches.rules.js';
import type { LeadRecord } from '../../lead/lead.js';

/** What is known of a lead. */
export interface KnownLead {
  readonly lead: LeadRecord;
  readonly facts: LeadFacts;
  /** Of both, at the instant that is asked about. */
  readonly reading: LeadReading;
  /** When the score may come to lie on the other side of one of the given tenths of points. */
  readonly scoreTurn: (tenths: readonly number[]) => Date | null;
}
