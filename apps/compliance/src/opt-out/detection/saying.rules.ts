import { afterCourtesies } from './keyword-message.rules.js';
import type { LanguagePhrases } from './languages/language-phrases.js';
import { negatorsOf, type Said, sayings } from './phrases/opt-out-phrases.rules.js';
import type { Word } from './text/words.rules.js';

/** A phrase found in a text, in its surroundings. */
export interface Saying {
  readonly said: Said;
  /** Index of its first word and of the one after its last. */
  readonly from: number;
  readonly to: number;
  readonly matched: string;
  /** A negator stands before it: right before (`dont stop`), or further off in the same clause, where one cannot be sure. */
  readonly negation: 'none' | 'near' | 'far';
  /** How its clause goes on after it, courtesies aside: it ends, it has an aside after a comma, it goes on. */
  readonly after: 'end' | 'aside' | 'more';
}

/** Words between a negator and what it turns around. */
const NEAR = 1;
const FAR = 6;

/** Every phrase that speaks for or against an opt-out, in the order of the text. */
export function* sayingsIn(words: readonly Word[]): Iterable<Saying> {
  for (let at = 0; at < words.length; at += 1) {
    for (const { meaning, length } of sayings.startingAt(words, at)) {
      yield {
        said: meaning,
        from: at,
        to: at + length,
        matched: words
          .slice(at, at + length)
          .map(({ text }) => text)
          .join(' '),
        negation: negationBefore(words, at, meaning.language),
        after: goesOn(words, at + length),
      };
    }
  }
}

function negationBefore(words: readonly Word[], at: number, language: LanguagePhrases): Saying['negation'] {
  const negators = negatorsOf.get(language);
  for (let before = at - 1; before >= 0 && at - before <= FAR; before -= 1) {
    if (words[before + 1]?.breakBefore !== 'none') return 'none';
    const word = words[before]?.text ?? '';
    const pair = words[before]?.breakBefore === 'none' ? `${words[before - 1]?.text} ${word}` : '';
    if (negators?.has(word) || negators?.has(pair)) return at - before - 1 <= NEAR ? 'near' : 'far';
  }
  return 'none';
}

function goesOn(words: readonly Word[], end: number): Saying['after'] {
  const next = words[afterCourtesies(words, end)];
  if (next === undefined || next.breakBefore === 'hard') return 'end';
  return next.breakBefore === 'soft' ? 'aside' : 'more';
}
