import type { LeadFamily } from '../../known-lead/known-lead.js';

/** A person by the lead that it is today, wherever merges have taken it, with all that went into that. */
export interface Person {
  readonly leadId: string;
  readonly family: LeadFamily;
}
