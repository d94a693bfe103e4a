import type { LeadFields } from '../lead.js';
import { phoneKeys } from './phone-keys.rules.js';
import { emailWords, type SearchWord, searchWords } from './search-words.rules.js';

/** The fields of a lead in which it is looked for. */
export const SEARCHED_FIELDS = ['firstName', 'lastName', 'email', 'phone', 'company'] as const;
export type SearchedField = (typeof SEARCHED_FIELDS)[number];
export type SearchedLead = Pick<LeadFields, SearchedField>;

/** Raised with every change of the rules that make keys; leads with an older version are indexed again. */
export const SEARCH_VERSION = 1;

/** A lead with more words than this is found by the first ones. */
export const MOST_KEYS = 64;

/** The words of one field, and where they stand in it. A telephone number is one word under several keys. */
export function wordsOfField(field: SearchedField, text: string | null): SearchWord[] {
  if (text === null) return [];
  if (field === 'email') return emailWords(text);
  if (field === 'phone') return phoneKeys(text).map((key) => ({ key, start: 0, end: text.length }));
  return searchWords(text);
}

/** The keys under which a lead is found, each once. */
export function searchKeys(lead: SearchedLead): string[] {
  const keys = new Set<string>();
  for (const field of SEARCHED_FIELDS) for (const { key } of wordsOfField(field, lead[field])) keys.add(key);
  return [...keys].slice(0, MOST_KEYS);
}

/** A further address of a lead, which no row of a lead has. */
export interface FurtherAddress {
  readonly kind: 'email' | 'phone';
  readonly value: string;
}

/** The keys under which a lead is found by an identity of it, each once: none for visitors and external ids. */
export function identityKeys({ kind, value }: { readonly kind: string; readonly value: string }): string[] {
  if (kind !== 'email' && kind !== 'phone') return [];
  return [...new Set(wordsOfField(kind, value).map(({ key }) => key))].slice(0, MOST_KEYS);
}
