/** Where somebody lives or works, as it was written; null is what nobody said. */
export interface CandidateAddress {
  /** The number alone: `12`, `12a`, `12-14`. */
  readonly streetNumber: string | null;
  readonly street: string | null;
  /** What tells doors of one house apart, or the name of the house. */
  readonly unit: string | null;
  /** City, suburb or locality: what a letter names beside its postal code. */
  readonly city: string | null;
  readonly postalCode: string | null;
  /** State, province or county, in the one form the tenant uses. */
  readonly region: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
}

/**
 * A personal fact beyond the core fields that a tenant says tells people apart: custom fields of a lead.
 * `date`: `YYYY-MM-DD` or `YYYYMMDD`, of which a person has one, such as the day of birth. `identifier`: a number that one
 * person has, such as an insurance number. A lead's external id is none of these: a tenant's live leads never share one,
 * so that it says nothing about two of them.
 */
export interface CandidateAttribute {
  readonly kind: 'date' | 'identifier';
  readonly value: string;
}

/** What the duplicate finder knows of a lead; the more of it is null, the less it can tell. */
export interface DuplicateCandidate {
  readonly id: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  /** E.164. */
  readonly phone: string | null;
  readonly company: string | null;
  readonly address: CandidateAddress | null;
  /** By the tenant's name of the field; two leads are compared in what both have. */
  readonly attributes: Readonly<Record<string, CandidateAttribute>>;
}

export const NO_ADDRESS: CandidateAddress = {
  streetNumber: null,
  street: null,
  unit: null,
  city: null,
  postalCode: null,
  region: null,
  country: null,
};
