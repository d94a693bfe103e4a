import { afterCourtesies } from '../keyword-message.rules.js';
import type { LanguagePhrases } from '../languages/language-phrases.js';
import { type Asking, askings } from '../phrases/opt-out-phrases.rules.js';
import type { Word } from '../text/words.rules.js';

/** So far a clause's beginning and end are looked for. */
const LONGEST_CLAUSE = 16;

/** Whether a clause asks, and whether it says so with its first words. */
export type Asked = 'no' | 'by_its_mark' | 'by_its_words';

/** Whether the words from `from` to `to` are asked, not told: `why did you stop …`, `stop texting me?`; `can you stop …?` is a request. */
export function askedIn(words: readonly Word[], from: number, to: number, language: LanguagePhrases): Asked {
  const begin = clauseStart(words, from);
  if (begin === undefined) return 'no';
  const opened = afterCourtesies(words, begin);
  if (says('question', words, begin, from, language) || says('question', words, opened, from, language)) return 'by_its_words';
  const end = clauseEnd(words, to);
  if (end === undefined || words[end - 1]?.isAsked !== true) return 'no';
  for (let at = begin; at < end; at += 1) if (says('request', words, at, end, language)) return 'no';
  return 'by_its_mark';
}

function says(kind: Asking['kind'], words: readonly Word[], at: number, to: number, language: LanguagePhrases): boolean {
  for (const { meaning, length } of askings.startingAt(words, at))
    if (meaning.kind === kind && meaning.language === language && at + length <= to) return true;
  return false;
}

/** @returns undefined where it lies too far back */
function clauseStart(words: readonly Word[], from: number): number | undefined {
  for (let at = from; at >= 0 && from - at <= LONGEST_CLAUSE; at -= 1) if (words[at]?.breakBefore !== 'none') return at;
  return undefined;
}

/** @returns the index after its last word, undefined where it lies too far on */
function clauseEnd(words: readonly Word[], to: number): number | undefined {
  for (let at = to; at - to <= LONGEST_CLAUSE; at += 1) if (words[at]?.breakBefore !== 'none') return at;
  return undefined;
}
