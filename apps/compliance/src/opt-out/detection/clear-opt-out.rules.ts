import type { Channel } from '@leadstream/contracts';
import type { Detected } from './detected.js';
import { MAX_MATCHED } from './detected.js';
import { type KeywordMessage, readKeywords } from './keyword-message.rules.js';
import { namedChannels } from './named-channels.rules.js';
import type { Saying } from './saying.rules.js';
import { type Word, wordsOf } from './text/words.rules.js';

const SURE = 1;
const CLEAR = 0.97;
const DOUBTFUL = 0.6;
/** A name or a greeting below a keyword has no more words. */
const LONGEST_SIGNATURE = 4;
/** Words of a message in which a keyword may be torn. */
const LONGEST_TORN = 4;
const CAPITALISED = /^\s*[\p{Lu}\p{Lt}\P{L}]/u;

/** A message that is a keyword, or one with a signature below; @returns undefined for all others */
export function detectKeyword(text: string, words: readonly Word[]): Detected | undefined {
  const whole = readKeywords(words) ?? readTornKeyword(words);
  if (whole) return keywordFound(whole, words, 'keyword');
  const first = text.trimStart().split(/[\r\n]/u, 1)[0] ?? '';
  if (first.length === text.trimStart().length) return undefined;
  const firstWords = wordsOf(first);
  const inFirst = readKeywords(firstWords);
  const rest = text
    .trimStart()
    .slice(first.length)
    .split(/[\r\n]+/u);
  const isSignature =
    wordsOf(rest.join('\n').slice(0, 200)).length <= LONGEST_SIGNATURE && rest.every((line) => line === '' || CAPITALISED.test(line));
  return inFirst?.part === 'opt_out' && isSignature ? keywordFound(inFirst, firstWords, 'keyword_in_first_line') : undefined;
}

/** `UN-SUBSCRIBE`, `can cel`: nothing but courtesies beside a word of refusal that a hyphen or blank has torn in two. */
function readTornKeyword(words: readonly Word[]): KeywordMessage | undefined {
  if (words.length > LONGEST_TORN) return undefined;
  for (const [at, { text }] of words.slice(1).entries()) {
    const whole = { ...(words[at] as Word), text: `${words[at]?.text}${text}` };
    const found = readKeywords([...words.slice(0, at), whole, ...words.slice(at + 2)]);
    if (found?.part === 'opt_out') return found;
  }
  return undefined;
}

/** @param words of all keywords in the message: `stop, do not call` names a channel, though the first word does not */
function keywordFound({ part, keyword }: KeywordMessage, words: readonly Word[], reason: 'keyword' | 'keyword_in_first_line'): Detected {
  const found = { reason, matched: [keyword], named: [] };
  switch (part) {
    case 'opt_out':
      return { ...found, intent: part, band: 'act', confidence01: SURE, named: namedChannels(words.map(({ text }) => text)) };
    case 'opt_in':
      return { ...found, intent: part, band: 'act', confidence01: SURE };
    case 'perhaps_opt_in':
      return { ...found, intent: 'opt_in', band: 'none', confidence01: 0.5 };
    case 'help':
      return { ...found, intent: 'help', band: 'none', confidence01: SURE };
  }
}

/** A clear sentence, or one that would be clear but for its surroundings; @returns undefined when there is none */
export function detectSentence(sayings: readonly Saying[], channel: Channel): Detected | undefined {
  const full = sayings.filter(
    ({ said, negation, isAsked }) => (said.kind === 'sentence' || said.kind === 'closing') && negation !== 'near' && !isAsked,
  );
  const clear = full.filter(({ said, negation, after }) => negation === 'none' && (said.kind === 'sentence' || after === 'end'));
  const here = clear.filter(({ matched }) => meansChannel(matched, channel));
  const named = namedBy(clear);
  if (here.length > 0) return { ...sentences(here, 'act', CLEAR, 'clear_sentence'), named };
  if (clear.length > 0) return { ...sentences(clear, 'review', DOUBTFUL, 'names_another_channel'), named };
  const negated = full.filter(({ negation }) => negation === 'far');
  return negated.length > 0 ? { ...sentences(negated, 'review', DOUBTFUL, 'negated'), named: namedBy(negated) } : undefined;
}

function sentences(
  found: readonly Saying[],
  band: Detected['band'],
  confidence01: number,
  reason: Detected['reason'],
): Omit<Detected, 'named'> {
  const matched = [...new Set(found.map(({ matched }) => matched))].slice(0, MAX_MATCHED);
  return { intent: 'opt_out', band, confidence01, reason, matched };
}

function namedBy(found: readonly Saying[]): Channel[] {
  return namedChannels(found.flatMap(({ matched }) => matched.split(' ')));
}

/** Whether the words speak of no channel at all, or of this one. */
function meansChannel(matched: string, channel: Channel): boolean {
  const named = namedChannels(matched.split(' '));
  return named.length === 0 || named.includes(channel);
}
