import { afterCourtesies } from './keyword-message.rules.js';
import type { LanguagePhrases } from './languages/language-phrases.js';
import { negatorsOf, type Said, sayings } from './phrases/opt-out-phrases.rules.js';
import { type Asked, askedIn } from './surroundings/asking.rules.js';
import { withoutOverruled } from './surroundings/overlap.rules.js';
import type { Word } from './text/words.rules.js';

/** A phrase found in a text, in its surroundings. */
export interface Saying {
  readonly said: Said;
  /** Index of its first word and of the one after its last. */
  readonly from: number;
  readonly to: number;
  readonly matched: string;
  /**
   * A negator stands before it: right before (`dont stop`), or further off in the same clause, where one cannot be sure, as in a question:
   * `why wont you stop texting me`.
   */
  readonly negation: 'none' | 'near' | 'far';
  /** How its clause goes on after it, courtesies aside: it ends, it has an aside after a comma, it goes on. */
  readonly after: 'end' | 'aside' | 'more';
  /** It is asked, not told. */
  readonly isAsked: boolean;
}

/** Words that may stand between a negator and what it turns around: `dont ever stop`; of `not interested stop texting` one cannot be sure. */
const LIGHT = new Set([
  ...[
    'to',
    'ever',
    'just',
    'even',
    'you',
    'they',
    'agents',
    'people',
    'zu',
    'mir',
    'mich',
    'uns',
    'de',
    'me',
    'nos',
    'que',
    'vous',
    'te',
    'se',
  ],
  ...['a', 'mi', 'ci', 'sie', 'mnie', 'do', 'sa', 'va', 'ma', 'imi', 'mai', 'ons', 'mij'],
]);
/** Words before a phrase among which a negator is looked for. */
const FAR = 6;
/** A clause of so few words that ends with an order is one: `hey mike stop`. */
const SHORT_CLAUSE = 3;
/** What somebody may stop doing; not all of it is contact, and what is has phrases of its own. */
const DOING = /(?<!(?:every|any)th|market)ing$/;

/** Every phrase that speaks for an opt-out where it stands, in the order of the text. */
export function sayingsIn(words: readonly Word[]): Saying[] {
  return withoutOverruled(foundIn(words));
}

function* foundIn(words: readonly Word[]): Iterable<Saying> {
  for (let at = 0; at < words.length; at += 1) {
    if (!sayings.beginsWith(words[at]?.text ?? '')) continue;
    for (const { meaning, length } of sayings.startingAt(words, at)) {
      const after = goesOn(words, at + length);
      if (meaning.kind === 'ending' && after === 'more') continue;
      if (meaning.kind === 'order' && !isOrder(words, at, at + length, after)) continue;
      const asked = meaning.kind === 'harmless' ? 'no' : askedIn(words, at, at + length, meaning.language);
      yield {
        said: meaning,
        from: at,
        to: at + length,
        matched: words
          .slice(at, at + length)
          .map(({ text }) => text)
          .join(' '),
        negation: negationBefore(words, at, meaning.language, asked),
        after,
        isAsked: asked !== 'no',
      };
    }
  }
}

/** Whether a word of refusal stands where it is an order: its clause begins with it, or is short and ends with it. */
function isOrder(words: readonly Word[], from: number, to: number, after: Saying['after']): boolean {
  const next = words[to];
  if (next?.breakBefore === 'none' && DOING.test(next.text)) return false;
  for (let begin = from; begin > from - SHORT_CLAUSE; begin -= 1) {
    if (words[begin]?.breakBefore === 'none') continue;
    return begin === from || afterCourtesies(words, begin) >= from || after !== 'more';
  }
  return false;
}

function negationBefore(words: readonly Word[], at: number, language: LanguagePhrases, asked: Asked): Saying['negation'] {
  const negators = negatorsOf.get(language);
  for (let before = at - 1; before >= 0 && at - before <= FAR; before -= 1) {
    if (words[before + 1]?.breakBefore !== 'none') return 'none';
    const word = words[before]?.text ?? '';
    const pair = words[before]?.breakBefore === 'none' ? `${words[before - 1]?.text} ${word}` : '';
    const three = pair !== '' && words[before - 1]?.breakBefore === 'none' ? `${words[before - 2]?.text} ${pair}` : '';
    if (!negators?.has(word) && !negators?.has(pair) && !negators?.has(three)) continue;
    const isNear = before === at - 1 || (before === at - 2 && LIGHT.has(words[at - 1]?.text ?? ''));
    return isNear && asked !== 'by_its_words' ? 'near' : 'far';
  }
  return 'none';
}

function goesOn(words: readonly Word[], end: number): Saying['after'] {
  const next = words[afterCourtesies(words, end)];
  if (next === undefined || next.breakBefore === 'hard') return 'end';
  return next.breakBefore === 'soft' ? 'aside' : 'more';
}
