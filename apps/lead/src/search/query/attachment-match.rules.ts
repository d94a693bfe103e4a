import type { SearchMatch } from '@leadstream/contracts';
import { searchWords } from '../../lead/search/search-words.rules.js';
import { type FittingWord, type Passage, passageOf } from './passage.rules.js';
import type { Attachment } from './rank-leads.rules.js';
import type { SearchTerm } from './search-term.js';
import { fitOf } from './term-fit.rules.js';

/**
 * Where terms fit in an attachment: a short part of its text.
 * @returns undefined when none does
 */
export function attachmentMatch({ kind, id }: Attachment, text: string, terms: readonly SearchTerm[]): SearchMatch | undefined {
  const passage = passageMatch(text, terms);
  return passage && { field: kind, id, ...passage };
}

/**
 * The short part of a text in which most terms fit.
 * @returns undefined when none does
 */
export function passageMatch(text: string, terms: readonly SearchTerm[]): Passage | undefined {
  const fitting = searchWords(text).flatMap(({ key, start, end }): FittingWord[] => {
    const fits = terms.flatMap((term, index) => (fitOf(term, key) > 0 ? [index] : []));
    return fits.length === 0 ? [] : [{ start, end, terms: fits }];
  });
  return fitting.length === 0 ? undefined : passageOf(text, fitting);
}
