import { readKeywords } from './keyword-message.rules.js';
import { MAX_MATCHED } from './detected.js';
import type { OptOutScore, UnclearText } from './opt-out-classifier.js';
import type { Saying } from './saying.rules.js';
import type { Word } from './text/words.rules.js';

/** Log odds of a text without any cue; weights are set by hand, in the languages' cues and here. */
const BIAS = -4;
/** A clause that is a keyword, within a longer text: `I told you. Stop. Thanks.` */
const KEYWORD_CLAUSE = 4;
/** `stop promo`: a keyword and hardly more, and not something to stop doing. */
const LEADING_STOP = 3.6;
const LONGEST_ORDER = 3;
/** Where the clause ends with a cue it is more likely meant: `just stop`, `unsubscribe!` */
const AT_END = 0.5;

interface Cue {
  readonly matched: string;
  readonly logOdds: number;
}

/** Sum of what speaks for and against, the same words once, as a probability. */
export function cueScore({ words, sayings }: UnclearText): OptOutScore {
  const cues = [...cuesOf(sayings), ...keywordClauses(words)];
  const isOrder = words.length <= LONGEST_ORDER && words[0]?.text === 'stop' && words[1]?.text.endsWith('ing') !== true;
  if (isOrder) cues.push({ matched: 'stop', logOdds: LEADING_STOP });
  const once = new Map(cues.map((cue) => [cue.matched, cue.logOdds]));
  const logOdds = [...once.values()].reduce((sum, weight) => sum + weight, BIAS);
  const matched = [...once].flatMap(([words, weight]) => (weight > 0 ? [words] : []));
  return { confidence01: 1 / (1 + Math.exp(-logOdds)), matched: matched.slice(0, MAX_MATCHED) };
}

/** Of phrases that overlap only the one that weighs most, so that no words count twice. */
function cuesOf(sayings: readonly Saying[]): Cue[] {
  const cues: Cue[] = [];
  let coveredTo = 0;
  for (const saying of sayings) {
    if (saying.negation === 'near') continue;
    const cue = { matched: saying.matched, logOdds: weightOf(saying) };
    const before = saying.from < coveredTo ? cues.pop() : undefined;
    cues.push(before && Math.abs(before.logOdds) >= Math.abs(cue.logOdds) ? before : cue);
    coveredTo = Math.max(coveredTo, saying.to);
  }
  return cues;
}

function weightOf({ said, after }: Saying): number {
  if (said.kind !== 'cue') return KEYWORD_CLAUSE;
  return said.logOdds > 0 && after === 'end' ? said.logOdds + AT_END : said.logOdds;
}

function keywordClauses(words: readonly Word[]): Cue[] {
  return clausesOf(words).flatMap(([from, to]) => {
    const clause = readKeywords(words, from, to);
    return clause?.part === 'opt_out' ? [{ matched: clause.keyword, logOdds: KEYWORD_CLAUSE }] : [];
  });
}

/** Where the clauses begin and end; a comma ends none. */
function clausesOf(words: readonly Word[]): [number, number][] {
  const starts = words.flatMap(({ breakBefore }, index) => (breakBefore === 'hard' ? [index] : []));
  return starts.map((start, index) => [start, starts[index + 1] ?? words.length]);
}
