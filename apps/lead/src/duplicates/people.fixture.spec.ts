import { type DuplicateCandidate, NO_ADDRESS } from './duplicate-candidate.js';

export const NOWHERE = NO_ADDRESS;

/** A candidate that states nothing but what is given. */
export function candidate(stated: Partial<DuplicateCandidate>): DuplicateCandidate {
  const nothing = { firstName: null, lastName: null, email: null, phone: null, company: null, address: null, attributes: {} };
  return { id: 'lead', ...nothing, ...stated };
}
