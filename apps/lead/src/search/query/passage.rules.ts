/** A word of a text that fits what is looked for, in UTF-16 units. */
export interface FittingWord {
  readonly start: number;
  /** Behind its last unit. */
  readonly end: number;
  /** Which terms it fits. */
  readonly terms: readonly number[];
}

/** A part of a text, with what fits in it. */
export interface Passage {
  /** With `…` at the ends that were cut. */
  readonly passage: string;
  readonly ranges: { start: number; end: number }[];
}

/** Longest part of the text, in UTF-16 units. */
export const PASSAGE_LENGTH = 160;

/** How much stands before the first word that fits. */
const LEAD_IN = 40;

const OMITTED = '…';
const SPACE = /\s/;

/** What belongs to the sign before it: half of a pair, a mark, a joiner. */
const CONTINUATION = /^(?:[\uDC00-\uDFFF]|[\p{M}\u200D])/u;

/**
 * The part that fits most terms, the first of equal ones, cut between words where it can be.
 * @param fitting one at least, in order
 */
export function passageOf(text: string, fitting: readonly FittingWord[]): Passage {
  const first = richest(fitting);
  const start = cutBefore(text, first.start);
  const end = cutBehind(text, start + PASSAGE_LENGTH, first);
  const before = start > 0 ? OMITTED : '';
  const shift = before.length - start;
  const shown = fitting.filter((word) => word.start >= start && word.start < end);
  return {
    passage: before + text.slice(start, end) + (end < text.length ? OMITTED : ''),
    ranges: shown.map((word) => ({ start: word.start + shift, end: Math.min(word.end, end) + shift })),
  };
}

/** The first word of a stretch that fits most terms. */
function richest(fitting: readonly FittingWord[]): FittingWord {
  let best: { word: FittingWord; terms: number } | undefined;
  for (const [index, word] of fitting.entries()) {
    const terms = new Set(word.terms);
    for (let next = index + 1; next < fitting.length; next += 1) {
      const other = fitting[next] as FittingWord;
      if (other.end > word.start + PASSAGE_LENGTH - LEAD_IN) break;
      for (const term of other.terms) terms.add(term);
    }
    if (!best || terms.size > best.terms) best = { word, terms: terms.size };
  }
  if (!best) throw new TypeError('a passage is around a word');
  return best.word;
}

/** Where a passage begins: at the first word of the lead-in, or in the middle of a long one, but never in the middle of a sign. */
function cutBefore(text: string, wordStart: number): number {
  const earliest = wordStart - LEAD_IN;
  if (earliest <= 0) return 0;
  const space = text.slice(earliest - 1, wordStart).search(SPACE);
  let at = space === -1 ? earliest : earliest + space;
  while (at < wordStart && (SPACE.test(text[at] ?? '') || isContinued(text, at))) at += 1;
  return at;
}

/** Where a passage ends: behind its last whole word, or in the middle of the one that fits when that is longer than a passage. */
function cutBehind(text: string, latest: number, word: FittingWord): number {
  if (latest >= text.length) return text.length;
  let at = latest;
  while (at >= word.end && !SPACE.test(text[at] ?? '')) at -= 1;
  if (at >= word.end) return text.slice(0, at).trimEnd().length;
  const earliest = word.start + String.fromCodePoint(text.codePointAt(word.start) ?? 0).length;
  at = latest;
  while (at > earliest && isContinued(text, at)) at -= 1;
  return at;
}

function isContinued(text: string, at: number): boolean {
  return CONTINUATION.test(text.slice(at, at + 2));
}
