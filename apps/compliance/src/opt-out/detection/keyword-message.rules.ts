import { ambiguousCourtesies, messageParts, type Part } from './phrases/opt-out-phrases.rules.js';
import type { Word } from './text/words.rules.js';

/** Where a message has several parts, the stricter one counts. */
const STRICTEST_FIRST: readonly Part[] = ['opt_out', 'help', 'perhaps_opt_in', 'opt_in'];

/** So many are looked past behind a phrase, that a long row of them costs nothing. */
const MOST_COURTESIES = 8;

/** A message that is nothing but keywords and courtesies. */
export interface KeywordMessage {
  readonly part: Exclude<Part, 'courtesy'>;
  /** The keyword, as it reads. */
  readonly keyword: string;
}

/** @returns undefined when the words from `from` to `to` say anything else, too */
export function readKeywords(words: readonly Word[], from = 0, to = words.length): KeywordMessage | undefined {
  let strictest: KeywordMessage | undefined;
  let courtesies = 0;
  let ambiguous: string | undefined;
  for (let at = from; at < to;) {
    const tile = longestPart(words, at, to);
    if (tile === undefined) return undefined;
    const keyword = words.slice(at, at + tile.length).map(({ text }) => text);
    if (tile.part !== 'courtesy') strictest = stricter(strictest, { part: tile.part, keyword: keyword.join(' ') });
    else {
      courtesies += 1;
      if (ambiguousCourtesies.has(keyword.join(' '))) ambiguous = keyword.join(' ');
    }
    at += tile.length;
  }
  if (ambiguous !== undefined && strictest && !isOfItsLanguage(ambiguous, strictest.keyword)) return undefined;
  // Who says `yes, please` answers a question.
  return strictest?.part === 'perhaps_opt_in' && courtesies > 0 ? undefined : strictest;
}

/** `Nu stoppen` is Dutch and says stop now; `nu opriți` is Romanian and says do not stop. */
function isOfItsLanguage(courtesy: string, keyword: string): boolean {
  const words = keyword.split(' ').map((text) => ({ text }));
  return [...(ambiguousCourtesies.get(courtesy)?.startingAt(words, 0) ?? [])].some(({ length }) => length === words.length);
}

/** @returns where the courtesies that begin at `at` are over */
export function afterCourtesies(words: readonly Word[], at: number): number {
  let end = at;
  for (let count = 0; count < MOST_COURTESIES; count += 1) {
    const tile = longestPart(words, end, words.length);
    if (tile?.part !== 'courtesy' || words[end]?.breakBefore === 'hard') break;
    end += tile.length;
  }
  return end;
}

function longestPart(words: readonly Word[], at: number, to: number): { part: Part; length: number } | undefined {
  if (!messageParts.beginsWith(words[at]?.text ?? '')) return undefined;
  let longest: { part: Part; length: number } | undefined;
  for (const { meaning, length } of messageParts.startingAt(words, at)) {
    if (at + length > to) break;
    const isLonger = length > (longest?.length ?? 0);
    if (isLonger || rank(meaning) < rank(longest?.part ?? 'courtesy')) longest = { part: meaning, length };
  }
  return longest;
}

function stricter(one: KeywordMessage | undefined, other: KeywordMessage): KeywordMessage {
  return one === undefined || rank(other.part) < rank(one.part) ? other : one;
}

function rank(part: Part): number {
  const index = STRICTEST_FIRST.indexOf(part);
  return index < 0 ? STRICTEST_FIRST.length : index;
}
