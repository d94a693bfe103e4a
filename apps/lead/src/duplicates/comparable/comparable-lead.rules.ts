import { type CandidateAttribute, type DuplicateCandidate, NO_ADDRESS } from '../duplicate-candidate.js';
import { comparablePostalCode, comparableStreet, comparableUnit } from './address.rules.js';
import type { ComparableLead } from './comparable-lead.js';
import { comparableEmail, comparablePhone } from './contact.rules.js';
import { comparableNames } from './person-name.rules.js';
import { compactText, plainText } from './plain-text.rules.js';

/** Forms of companies, with which some write them and some do not. */
const LEGAL_FORM =
  / (inc|incorporated|llc|ltd|limited|plc|corp|corporation|co|company|gmbh|ag|kg|sa|sas|sarl|srl|bv|nv|pty|pty ltd|oy|ab|as)$/;

/** A candidate in the forms that are compared. */
export function comparableLead(candidate: DuplicateCandidate): ComparableLead {
  const address = candidate.address ?? NO_ADDRESS;
  return {
    candidate,
    ...comparableNames(candidate.firstName, candidate.lastName),
    email: comparableEmail(candidate.email),
    phone: comparablePhone(candidate.phone),
    company: plainText(candidate.company)?.replace(LEGAL_FORM, '') ?? null,
    streetNumber: compactText(address.streetNumber),
    street: comparableStreet(address.street),
    unit: comparableUnit(address.unit),
    city: plainText(address.city),
    postalCode: comparablePostalCode(address.postalCode),
    region: plainText(address.region),
    country: compactText(address.country),
    attributes: comparableAttributes(candidate.attributes),
  };
}

const NO_ATTRIBUTES: ReadonlyMap<string, CandidateAttribute> = new Map();

/** Of leads that are kept by the ten thousand most have none. */
function comparableAttributes(attributes: DuplicateCandidate['attributes']): ReadonlyMap<string, CandidateAttribute> {
  const stated = Object.entries(attributes);
  if (stated.length === 0) return NO_ATTRIBUTES;
  return new Map(
    stated.flatMap(([name, { kind, value }]) => {
      const compact = compactText(value);
      return compact === null ? [] : [[name, { kind, value: compact }] as const];
    }),
  );
}
