import type { SearchMatch } from '@leadstream/contracts';
import {
  type FurtherAddress,
  SEARCHED_FIELDS,
  type SearchedField,
  type SearchedLead,
  wordsOfField,
} from '../../lead/search/search-keys.rules.js';
import type { SearchWord } from '../../lead/search/search-words.rules.js';
import type { SearchTerm } from './search-term.js';
import { fitOf } from './term-fit.rules.js';

/** What a field adds to a hit, 0 to 1: people look for people by name first. */
const WEIGHTS: Readonly<Record<SearchedField, number>> = { firstName: 1, lastName: 1, email: 0.9, phone: 0.9, company: 0.8 };

/** What is left of the score when a term that is not required fits nowhere. */
const MISSED_SHARE = 0.95;

/** What is left of that for an address that the lead is known by without having it. */
const FURTHER_SHARE = 0.9;

type Ranges = SearchMatch['ranges'];

/** Where terms fit in words; the best fit of each term goes into `bests`, times `weight`. */
export function rangesOf(words: readonly SearchWord[], weight: number, terms: readonly SearchTerm[], bests: number[]): Ranges {
  const ranges: Ranges = [];
  for (const { key, start, end } of words) {
    let fits = false;
    terms.forEach((term, index) => {
      const fit = fitOf(term, key);
      fits ||= fit > 0;
      bests[index] = Math.max(bests[index] ?? 0, fit * weight);
    });
    if (fits && ranges.at(-1)?.start !== start) ranges.push({ start, end });
  }
  return ranges;
}

/** In which fields of a lead terms fit; the best fit of each goes into `bests`, times `share`. */
export function leadMatches(lead: SearchedLead, terms: readonly SearchTerm[], bests: number[], share = 1) {
  return SEARCHED_FIELDS.flatMap((field) => {
    const ranges = rangesOf(wordsOfField(field, lead[field]), WEIGHTS[field] * share, terms, bests);
    return ranges.length === 0 ? [] : [{ field, ranges }];
  });
}

/** Further addresses in which a term fits better than so far; the best fit of each goes into `bests`. */
export function furtherMatches(addresses: readonly FurtherAddress[], terms: readonly SearchTerm[], bests: number[]): SearchMatch[] {
  return addresses.flatMap(({ kind, value }) => {
    const before = [...bests];
    const ranges = rangesOf(wordsOfField(kind, value), WEIGHTS[kind] * FURTHER_SHARE, terms, bests);
    return bests.some((best, index) => best > (before[index] ?? 0)) ? [{ field: kind, passage: value, ranges }] : [];
  });
}

/**
 * How well all terms together fit, by the best fit of each: 0 to 1, in thousandths.
 * @returns undefined when a required one fits nowhere
 */
export function scoreOf(bests: readonly number[], terms: readonly SearchTerm[]): number | undefined {
  if (bests.some((best, index) => best === 0 && terms[index]?.required)) return undefined;
  const fitting = bests.filter((best) => best > 0);
  const mean = fitting.reduce((sum, best) => sum + best, 0) / fitting.length;
  return Math.round(1_000 * mean * MISSED_SHARE ** (terms.length - fitting.length)) / 1_000;
}
