import { foldText } from './folded-text.rules.js';

/** A word as it reads, and what stands before it. */
export interface Word {
  /** Folded: letters and digits only, an apostrophe within is left out (`don't` is `dont`). */
  readonly text: string;
  /** What parts it from the word before: a comma, dash, bracket or quote; a full stop, colon or line's end, as at the beginning; nothing. */
  readonly breakBefore: 'none' | 'soft' | 'hard';
  /** A question mark stands behind it. */
  readonly isAsked: boolean;
}

const TOKEN = /[\p{L}\p{N}]+(?:['’`][\p{L}\p{N}]+)*|[.;:!?…。\n\r]|[,、()"“”„«»–—]/gu;
const WORD_START = /^[\p{L}\p{N}]/u;
const HARD = /^[.;:!?…。\n\r]/u;
const APOSTROPHES = /['’`]/g;
const SHORTEST_SPELLING = 3;

/**
 * The words of a text in their order. Letters that stand alone in a row are one word: `S T O P`, `s.t.o.p`. A hyphen parts words, so that
 * `opt-out` is two.
 */
export function wordsOf(text: string): Word[] {
  const words: { text: string; breakBefore: Word['breakBefore']; isAsked: boolean }[] = [];
  let breakBefore: Word['breakBefore'] = 'hard';
  for (const [token] of foldText(text).matchAll(TOKEN)) {
    if (WORD_START.test(token)) {
      words.push({ text: token.replace(APOSTROPHES, ''), breakBefore, isAsked: false });
      breakBefore = 'none';
    } else if (HARD.test(token)) {
      breakBefore = 'hard';
      const last = token === '?' ? words.at(-1) : undefined;
      if (last) last.isAsked = true;
    } else if (breakBefore === 'none') breakBefore = 'soft';
  }
  return joinSpelling(words);
}

function joinSpelling(words: readonly Word[]): Word[] {
  const joined: Word[] = [];
  for (let at = 0; at < words.length;) {
    let end = at;
    while (words[end]?.text.length === 1) end += 1;
    if (end - at >= SHORTEST_SPELLING) {
      const spelt = words.slice(at, end).map(({ text }) => text);
      joined.push({ text: spelt.join(''), breakBefore: words[at]?.breakBefore ?? 'hard', isAsked: words[end - 1]?.isAsked === true });
      at = end;
    } else {
      const next = Math.max(end, at + 1);
      joined.push(...words.slice(at, next));
      at = next;
    }
  }
  return joined;
}
