import { searchWords } from './search-words.rules.js';

/** What belongs to a lead and is found by its words: a note by what it says, a document by its name. */
export type AttachmentKind = 'note' | 'document';

/** An attachment with more words than this is found by the first ones. The longest note of ordinary prose has about half as many. */
export const MOST_ATTACHMENT_KEYS = 2_000;

/** The keys under which a note or a document is found, each once. */
export function attachmentKeys(text: string): string[] {
  return [...new Set(searchWords(text).map(({ key }) => key))].slice(0, MOST_ATTACHMENT_KEYS);
}
