import type { ComparableStreet } from '../comparable/address.rules.js';
import type { ComparableLead } from '../comparable/comparable-lead.js';
import { type Agreement, EQUAL } from './agreement.js';
import { textAgreement } from './name-agreement.rules.js';
import { isOneSlip } from './one-slip.rules.js';

const SAME_CODE_OTHER_CITY: Agreement = { level: 'close', similarity01: 0.9 };
const SAME_CITY_OTHER_CODE: Agreement = { level: 'related', similarity01: 0.8 };
const ELSEWHERE: Agreement = { level: 'different', similarity01: 0 };

/** Streets by name; another kind of street (`Park Road`, `Park Lane`) is at most close. */
export function streetAgreement(left: ComparableStreet, right: ComparableStreet): Agreement {
  const names = textAgreement(left.name, right.name);
  const otherKind = left.kind !== null && right.kind !== null && left.kind !== right.kind;
  return otherKind && names.level === 'equal' ? { level: 'close', similarity01: 0.95 } : names;
}

/**
 * Postal code and city together, since one follows from the other: counted apart they would say the same thing twice.
 * The region tells cities of one name apart where a code is missing; codes of two countries have nothing to do with each other.
 * @returns null when the two say nothing about the same thing
 */
export function localityAgreement(left: ComparableLead, right: ComparableLead): Agreement | null {
  const cities = left.city !== null && right.city !== null ? textAgreement(left.city, right.city) : null;
  const codesStated = left.postalCode !== null && right.postalCode !== null;
  if (cities === null && !codesStated) return null;
  if (statedApart(left.country, right.country)) return ELSEWHERE;
  const sameCity = cities !== null && cities.level !== 'different';
  if (!codesStated) return sameCity && !statedApart(left.region, right.region) ? (cities ?? ELSEWHERE) : ELSEWHERE;
  if (left.postalCode === right.postalCode) return cities === null || sameCity ? EQUAL : SAME_CODE_OTHER_CITY;
  if (sameCity && isOneSlip(left.postalCode ?? '', right.postalCode ?? '')) return SAME_CODE_OTHER_CITY;
  return sameCity ? SAME_CITY_OTHER_CODE : ELSEWHERE;
}

function statedApart(left: string | null, right: string | null): boolean {
  return left !== null && right !== null && left !== right;
}
