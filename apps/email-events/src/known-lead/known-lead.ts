/** What this service keeps of a lead: enough to say whose address it is. */
export interface KnownLead {
  readonly leadId: string;
  /** Aggregate version; an older one never overwrites. */
  readonly sequence: number;
  /** Lower-cased; null for a deleted lead too. */
  readonly email: string | null;
  readonly deleted: boolean;
  /** The lead that it went into; that one has the mail of this address from then on. */
  readonly mergedInto: string | null;
}
