/** What this service keeps of a lead: whether it still exists. */
export interface KnownLead {
  readonly leadId: string;
  /** Version of the lead that stated this; an older one never overwrites. */
  readonly sequence: number;
  readonly deletedAt: Date | null;
  /** The lead that it went into when it was deleted by a merge. */
  readonly mergedInto: string | null;
}
