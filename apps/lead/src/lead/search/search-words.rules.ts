import anyAscii from 'any-ascii';

/** A word of a text as it is searched for, and where it stands. */
export interface SearchWord {
  /** Latin letters without accents, lower-case, and digits; {@link LONGEST_WORD} at most. */
  readonly key: string;
  /** Where it begins in the text, in UTF-16 units. */
  readonly start: number;
  /** Behind its last unit. */
  readonly end: number;
}

/** What lies behind is not looked at; longer words are rare, and a key has to fit an index. */
export const LONGEST_WORD = 32;

// An apostrophe does not part a word: O'Brien is obrien.
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’`]*/gu;

/** The words of a text in order; signs part them, and accents, case and script make no difference. */
export function searchWords(text: string): SearchWord[] {
  return [...text.matchAll(WORD)].flatMap(({ 0: word, index }) => {
    const key = foldWord(word);
    return key === '' ? [] : [{ key, start: index, end: index + word.length }];
  });
}

/** The words of an e-mail address but for the last part of its domain: nearly every address ends in `com`. */
export function emailWords(email: string): SearchWord[] {
  return searchWords(email.slice(0, Math.max(email.lastIndexOf('.'), email.indexOf('@') + 1)));
}

const PLAIN = /^[A-Za-z0-9]+$/;

function foldWord(word: string): string {
  // Most words are; the other way takes several times as long, and an import goes it for every word.
  if (PLAIN.test(word)) return word.toLowerCase().slice(0, LONGEST_WORD);
  return anyAscii(word.normalize('NFC'))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '')
    .slice(0, LONGEST_WORD);
}
