import type { LeadHit, SearchMatch } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { SEARCHED_FIELDS, type SearchedField, type SearchedLead, wordsOfField } from '../../lead/search/search-keys.rules.js';
import type { SearchTerm } from './search-term.js';

/** A lead that may be what is looked for. */
export interface LeadCandidate extends SearchedLead {
  readonly leadId: Uuid;
  readonly status: LeadHit['status'];
  readonly updatedAt: Date;
}

/** What a field adds to a hit, 0 to 1: people look for people by name first. */
const WEIGHTS: Readonly<Record<SearchedField, number>> = { firstName: 1, lastName: 1, email: 0.9, phone: 0.9, company: 0.8 };

/** A beginning fits the better the more of the word it is, but never as well as a whole word does, in whatever field. */
const PREFIX_FIT = { least: 0.55, most: 0.75 };
const SLIP_FIT = 0.5;

/** What is left of the score when a term that is not required fits nowhere. */
const MISSED_SHARE = 0.95;

/**
 * The candidates that fit every required term, best first; equal ones by their latest change.
 * @param limit how many at most
 */
export function rankLeads(candidates: readonly LeadCandidate[], terms: readonly SearchTerm[], limit: number): LeadHit[] {
  return candidates
    .flatMap((candidate) => {
      const hit = hitOf(candidate, terms);
      return hit === undefined ? [] : [{ hit, updatedAtMs: candidate.updatedAt.getTime() }];
    })
    .sort(
      (one, other) => other.hit.score01 - one.hit.score01 || other.updatedAtMs - one.updatedAtMs || (one.hit.id < other.hit.id ? 1 : -1),
    )
    .slice(0, limit)
    .map(({ hit }) => hit);
}

function hitOf(candidate: LeadCandidate, terms: readonly SearchTerm[]): LeadHit | undefined {
  const bests = new Array<number>(terms.length).fill(0);
  const matches = SEARCHED_FIELDS.flatMap((field) => {
    const match = matchOf(field, candidate[field], terms, bests);
    return match === undefined ? [] : [match];
  });
  if (bests.some((best, index) => best === 0 && terms[index]?.required)) return undefined;
  const fitting = bests.filter((best) => best > 0);
  const mean = fitting.reduce((sum, best) => sum + best, 0) / fitting.length;
  const score01 = Math.round(1_000 * mean * MISSED_SHARE ** (terms.length - fitting.length)) / 1_000;
  const { leadId, firstName, lastName, email, phone, company, status } = candidate;
  return { type: 'lead', id: leadId, firstName, lastName, email, phone, company, status, score01, matches };
}

/** Where terms fit in a field; the best fit of each term goes into `bests`. */
function matchOf(field: SearchedField, text: string | null, terms: readonly SearchTerm[], bests: number[]): SearchMatch | undefined {
  const ranges: SearchMatch['ranges'] = [];
  for (const { key, start, end } of wordsOfField(field, text)) {
    let fits = false;
    terms.forEach((term, index) => {
      const fit = fitOf(term, key);
      fits ||= fit > 0;
      bests[index] = Math.max(bests[index] ?? 0, fit * WEIGHTS[field]);
    });
    if (fits && ranges.at(-1)?.start !== start) ranges.push({ start, end });
  }
  return ranges.length === 0 ? undefined : { field, ranges };
}

function fitOf({ prefixes, slips }: SearchTerm, key: string): number {
  const shares = prefixes.filter((prefix) => key.startsWith(prefix)).map((prefix) => prefix.length / key.length);
  const share = Math.max(0, ...shares);
  if (share === 1) return 1;
  if (share > 0) return PREFIX_FIT.least + share * (PREFIX_FIT.most - PREFIX_FIT.least);
  return slips.has(key) ? SLIP_FIT : 0;
}
