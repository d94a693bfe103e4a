import type { LeadFacts } from '../../filter/lead-facts.js';
import { holdsOf, type LeadReading } from '../../filter/matches.rules.js';
import { nextChange } from '../../filter/next-change.rules.js';
import type { LeadRecord } from '../../lead/lead.js';
import type { CompiledSegment } from './compiled-segment.js';

/** What a look at a lead finds for one segment. */
export interface Finding {
  readonly isMember: boolean;
  /** When time alone may change that, at the earliest; null when it will not. */
  readonly lookAt: Date | null;
}

/** What is known of a lead. */
export interface KnownLead {
  readonly lead: LeadRecord;
  readonly facts: LeadFacts;
  /** Of both, at the instant that is asked about. */
  readonly reading: LeadReading;
  /** When the score may come to lie on the other side of one of the given tenths of points. */
  readonly scoreTurn: (tenths: readonly number[]) => Date | null;
}

/** A deleted lead is in no segment. */
export function judgeLead({ filter, isTimed }: CompiledSegment, { lead, facts, reading, scoreTurn }: KnownLead, now: Date): Finding {
  if (lead.deletedAt !== null) return { isMember: false, lookAt: null };
  return {
    isMember: holdsOf(filter, reading),
    lookAt: isTimed ? nextChange(filter, lead, now, { facts, scoreTurn }) : null,
  };
}
