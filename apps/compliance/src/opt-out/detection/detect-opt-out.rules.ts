import type { Channel } from '@leadstream/contracts';
import { detectKeyword, detectSentence } from './clear-opt-out.rules.js';
import { cueScore } from './cue-score.rules.js';
import type { Detected } from './detected.js';
import { namedChannels } from './named-channels.rules.js';
import type { OptOutScore, UnclearText } from './opt-out-classifier.js';
import { sayingsIn } from './saying.rules.js';
import { wordsOf } from './text/words.rules.js';

/** From where on a score is acted on, and from where on a person looks at it. */
export const ACT_FROM = 0.9;
export const REVIEW_FROM = 0.35;

/** What the rules make of a text: settled, or for the classifier. */
export type FirstReading = { readonly settled: Detected } | { readonly unclear: UnclearText };

/**
 * @param text what the person wrote newly, or said; of any length
 * @param channel it came by: who asks by mail not to be called has not opted out of mail
 */
export function readFirst(text: string, channel: Channel): FirstReading {
  const words = wordsOf(text);
  const keyword = detectKeyword(text, words);
  if (keyword) return { settled: keyword };
  const sayings = sayingsIn(words);
  const sentence = detectSentence(sayings, channel);
  return sentence ? { settled: sentence } : { unclear: { text, words, sayings } };
}

/** What follows from a classifier's score. */
export function judge({ confidence01, matched }: OptOutScore): Detected {
  if (confidence01 < REVIEW_FROM)
    return { intent: 'none', band: 'none', confidence01, reason: matched.length > 0 ? 'cues' : 'nothing_found', matched, named: [] };
  const named = namedChannels(matched.flatMap((words) => words.split(' ')));
  return { intent: 'opt_out', band: confidence01 >= ACT_FROM ? 'act' : 'review', confidence01, reason: 'cues', matched, named };
}

/** Of a text that somebody else may have written: a person looks where it asks for an end of contact, and nothing follows from what it asks for else. */
export function atMostReview(detected: Detected): Detected {
  if (detected.band !== 'act') return detected;
  return detected.intent === 'opt_out' ? { ...detected, band: 'review', reason: 'perhaps_quoted' } : { ...detected, band: 'none' };
}

/** Both in one, with the cues as classifier. */
export function detectOptOut(text: string, channel: Channel): Detected {
  const reading = readFirst(text, channel);
  return 'settled' in reading ? reading.settled : judge(cueScore(reading.unclear));
}
