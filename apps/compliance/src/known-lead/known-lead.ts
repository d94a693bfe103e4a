/** What this service keeps of a lead: where it can be reached, and whether it still exists. */
export interface KnownLead {
  readonly leadId: string;
  /** Version of the lead that stated this; an older one never overwrites. */
  readonly sequence: number;
  /** Lower-cased. */
  readonly email: string | null;
  /** E.164. */
  readonly phone: string | null;
  readonly deletedAt: Date | null;
}
