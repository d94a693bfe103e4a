import type { PostalAddress } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { CustomValues } from '../../custom-fields/custom-field.js';
import type { CandidateAttribute, DuplicateCandidate } from '../duplicate-candidate.js';
import type { DuplicateFact } from '../facts/duplicate-fact.js';
import { shortHash } from './hash.rules.js';
import { splitStreet } from './split-street.rules.js';

/** What is compared of a lead, as its table has it. */
export interface ComparedLead {
  readonly leadId: Uuid;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly company: string | null;
  readonly address: PostalAddress;
  readonly customFields: CustomValues;
}

/** A lead as the finder sees it. */
export function candidateOf(lead: ComparedLead, facts: readonly DuplicateFact[]): DuplicateCandidate {
  const { firstName, lastName, email, phone, company } = lead;
  const { street = null, unit = null, city = null, region = null, postalCode = null, country = null } = lead.address;
  const address = { ...splitStreet(street), unit, city, region, postalCode, country };
  return { id: lead.leadId, firstName, lastName, email, phone, company, address, attributes: attributesOf(lead, facts) };
}

function attributesOf({ customFields }: ComparedLead, facts: readonly DuplicateFact[]): Record<string, CandidateAttribute> {
  const attributes: Record<string, CandidateAttribute> = {};
  for (const { fieldId, key, kind } of facts) {
    const value = customFields[fieldId];
    if (typeof value === 'string') attributes[key] = { kind, value };
  }
  return attributes;
}

/** A hash of all that is compared of a lead: the same as long as nothing of it changes. */
export function printOf(tenantId: Uuid, { id: _, ...said }: DuplicateCandidate): string {
  const attributes = Object.entries(said.attributes).map(([name, { kind, value }]) => [name, kind, value]);
  return shortHash(tenantId, JSON.stringify([Object.entries({ ...said, address: Object.entries(said.address ?? {}) }), attributes]));
}
