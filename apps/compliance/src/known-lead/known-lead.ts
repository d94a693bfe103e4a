/** What this service keeps of a lead: where it can be reached, and whether it still exists. */
export interface KnownLead {
  readonly leadId: string;
  /** Version of the lead that stated this; an older one never overwrites. */
  readonly sequence: number;
  /** Lower-cased. */
  readonly email: string | null;
  /** E.164. */
  readonly phone: string | null;
  /** IANA name. */
  readonly timeZone: string | null;
  /** Of the postal address: ISO 3166-1 alpha-2, and the state or province as the lead has it. */
  readonly country: string | null;
  readonly region: string | null;
  readonly deletedAt: Date | null;
  /** The lead that it went into, at `deletedAt`, when it was deleted by a merge. */
  readonly mergedInto: string | null;
}

/** One person as far as is known: a lead and all that went into it, however far away. */
export interface LeadFamily {
  /** Undefined while no event of the lead has arrived. */
  readonly lead: KnownLead | undefined;
  /** What went into it; each points to another member, or to the lead. */
  readonly merged: readonly KnownLead[];
}
