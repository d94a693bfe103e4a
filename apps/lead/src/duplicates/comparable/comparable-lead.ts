import type { CandidateAttribute, DuplicateCandidate } from '../duplicate-candidate.js';
import type { ComparableStreet } from './address.rules.js';
import type { ComparableEmail, ComparablePhone } from './contact.rules.js';

/** A candidate in the forms that are compared; made once for each lead, null where it says nothing. */
export interface ComparableLead {
  /** As it was given: explanations repeat what people wrote. */
  readonly candidate: DuplicateCandidate;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: ComparableEmail | null;
  readonly phone: ComparablePhone | null;
  readonly company: string | null;
  readonly streetNumber: string | null;
  readonly street: ComparableStreet | null;
  readonly unit: string | null;
  readonly city: string | null;
  readonly postalCode: string | null;
  readonly region: string | null;
  readonly country: string | null;
  readonly attributes: ReadonlyMap<string, CandidateAttribute>;
}
