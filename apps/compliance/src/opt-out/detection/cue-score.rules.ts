import { readKeywords } from './keyword-message.rules.js';
import { MAX_MATCHED } from './detected.js';
import type { OptOutScore, UnclearText } from './opt-out-classifier.js';
import type { Saying } from './saying.rules.js';
import type { Word } from './text/words.rules.js';

/** Log odds of a text without any cue; weights are set by hand, in the languages' cues and here. */
const BIAS = -4;
const NOTHING = 1 / (1 + Math.exp(-BIAS));
/** A clause that is a keyword, within a longer text: `I told you. Stop. Thanks.` */
const KEYWORD_CLAUSE = 4;
/** `stop, I am at work`, `not interested, cancel`: a keyword where it is an order, in a clause that is longer or between commas. */
const ORDER = 3.6;
/** Where the clause ends with a cue it is more likely meant: `just stop`, `unsubscribe!` */
const AT_END = 0.5;

interface Cue {
  readonly matched: string;
  readonly logOdds: number;
  /** Asked, limited, or going on where it would have to end: of these only the heaviest counts, for many doubts make nothing certain. */
  readonly isDoubtful: boolean;
}

interface KeywordClause extends Cue {
  readonly from: number;
  readonly to: number;
}

/** Sum of what speaks for it, the same words once, as a probability. */
export function cueScore({ words, sayings }: UnclearText): OptOutScore {
  const clauses = keywordClauses(words, sayings);
  if (sayings.length + clauses.length === 0) return { confidence01: NOTHING, matched: [] };
  const once = new Map([...cuesOf(sayings, clauses), ...clauses].map((cue) => [cue.matched, cue]));
  const cues = [...once.values()];
  const sum = cues.reduce((sum, { logOdds, isDoubtful }) => (isDoubtful ? sum : sum + logOdds), BIAS);
  const doubtful = cues.reduce((most, { logOdds, isDoubtful }) => (isDoubtful ? Math.max(most, logOdds) : most), 0);
  return { confidence01: 1 / (1 + Math.exp(-(sum + doubtful))), matched: cues.slice(0, MAX_MATCHED).map(({ matched }) => matched) };
}

/** Of phrases that overlap only the one that weighs most, and of a keyword clause none, so that no words count twice. */
function cuesOf(sayings: readonly Saying[], clauses: readonly KeywordClause[]): Cue[] {
  const counted = new Set(clauses.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, index) => from + index)));
  const cues: Cue[] = [];
  let coveredTo = 0;
  for (const saying of sayings) {
    if (saying.negation === 'near' || saying.said.kind === 'harmless' || counted.has(saying.from)) continue;
    const cue = { matched: saying.matched, logOdds: weightOf(saying), isDoubtful: isDoubtful(saying) };
    const before = saying.from < coveredTo ? cues.pop() : undefined;
    cues.push(before && before.logOdds >= cue.logOdds ? before : cue);
    coveredTo = Math.max(coveredTo, saying.to);
  }
  return cues;
}

function isDoubtful({ said, after, isAsked }: Saying): boolean {
  return isAsked || said.kind === 'limit' || (said.kind === 'closing' && after !== 'end');
}

function weightOf({ said, after }: Saying): number {
  switch (said.kind) {
    case 'cue':
      return after === 'end' ? said.logOdds + AT_END : said.logOdds;
    case 'order':
    case 'ending':
    case 'limit':
      return after === 'end' ? ORDER + AT_END : ORDER;
    default:
      return KEYWORD_CLAUSE;
  }
}

/** Clauses that are keywords; a comma ends one only at the beginning and the end of a sentence, not in the midst of a list. */
function keywordClauses(words: readonly Word[], sayings: readonly Saying[]): KeywordClause[] {
  const found: KeywordClause[] = [];
  const harmless = new Set(sayings.flatMap(({ said, from }) => (said.kind === 'harmless' ? [from] : [])));
  for (let from = 0; from < words.length; from = nextBreak(words, from)) {
    const to = nextBreak(words, from);
    const isBegun = words[from]?.breakBefore === 'hard';
    const isEnded = words[to]?.breakBefore !== 'soft';
    const isWhole = isBegun && isEnded;
    const clause = isBegun || isEnded ? readKeywords(words, from, to) : undefined;
    if (clause?.part !== 'opt_out' || (!isWhole && harmless.has(from))) continue;
    found.push({ matched: clause.keyword, logOdds: isWhole ? KEYWORD_CLAUSE : ORDER, isDoubtful: false, from, to });
  }
  return found;
}

function nextBreak(words: readonly Word[], from: number): number {
  let at = from + 1;
  while (words[at]?.breakBefore === 'none') at += 1;
  return at;
}
