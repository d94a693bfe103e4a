import anyAscii from 'any-ascii';
import { phonePrefixes } from '../../lead/search/phone-keys.rules.js';
import { searchWords } from '../../lead/search/search-words.rules.js';
import type { SearchTerm } from './search-term.js';
import { slipsOf } from './slips.rules.js';

/** More than anybody types; what comes behind is not looked at. */
export const MOST_TERMS = 8;

/** Digits with what people put between them, by themselves: `+49 (0)30 / 90 18-20`. */
const PHONE = /(?<![\p{L}\p{N}@.])(?:tel:\s*)?[+(]?\d[\d\s()./·\p{Pd}]*\d(?:\s*(?:ext|extension|x|#)\.?\s*\d{1,7})?(?![\p{L}\p{N}@])/giu;

/** An extension behind a number is not dialled with it, and the scheme before it not at all. */
const NOT_DIALLED = /^tel:|\s*(?:ext|extension|x|#)\.?\s*\d{1,7}$/giu;

/** An e-mail address among what was typed. */
const EMAIL = /[^\s<>,;:"()]+@[^\s<>,;:"()]+\.[^\s<>,;:"()]+/u;

/** The end of a domain is short: `com`, `info`. */
const LONGEST_TOP_LEVEL = 4;

/** What a person looks for, of what was typed into the box. */
export function searchTerms(text: string): SearchTerm[] {
  const typed = text.normalize('NFC').replaceAll(/[\p{Nd}＋]/gu, (sign) => anyAscii(sign));
  const terms = new Map<string, SearchTerm>();
  const rest = typed.replaceAll(PHONE, (number) => {
    const prefixes = phonePrefixes(number.replaceAll(NOT_DIALLED, ''));
    if (prefixes.length === 0) return number;
    terms.set(number, { prefixes: [...prefixes, ...onlyWord(number)], slips: new Set(), required: true });
    return ' ';
  });
  for (const chunk of rest.split(/\s+/)) {
    const words = searchWords(chunk);
    words.forEach(({ key }, index) => {
      const required = index < words.length - 1 || !endsInTopLevel(chunk, key, words.length);
      if (!terms.get(key)?.required) terms.set(key, { prefixes: [key], slips: slipsOf(key), required });
    });
  }
  const found = [...terms.values()].slice(0, MOST_TERMS);
  return found.some(({ required }) => required) ? found : found.map((term) => ({ ...term, required: true }));
}

/** @returns the first e-mail address in what was typed, as addresses are stored; undefined without one */
export function typedEmail(text: string): string | undefined {
  return EMAIL.exec(text.normalize('NFC'))?.[0].toLowerCase();
}

/** Digits without any sign between them may be a word of a name as well: `Studio 1234`. */
function onlyWord(number: string): string[] {
  const words = searchWords(number);
  return words.length === 1 ? words.map(({ key }) => key) : [];
}

/** Whether the last word ends an address or a domain: such ends are not indexed. */
function endsInTopLevel(chunk: string, last: string, words: number): boolean {
  return words > 1 && chunk.lastIndexOf('.') > chunk.indexOf('@') && (chunk.includes('@') || last.length <= LONGEST_TOP_LEVEL);
}
