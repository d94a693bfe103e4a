import type { Saying } from '../saying.rules.js';

/** No phrase has more words. */
const LONGEST_PHRASE = 24;

/**
 * Leaves out what other phrases of the text overrule: what a longer harmless one overlaps (`did you stop calling`, `stop calling me`), what a
 * longer limit begins with (`stop calling me at night`), a sentence that a longer cue begins with, an order that one of its languages negates
 * (`non basta`).
 * @param found in the order of the text
 */
export function withoutOverruled(found: Iterable<Saying>): Saying[] {
  const kept: Saying[] = [];
  for (const saying of found) {
    let isOverruled = false;
    for (let at = kept.length - 1; at >= 0; at -= 1) {
      const before = kept[at] as Saying;
      if (before.from + LONGEST_PHRASE <= saying.from) break;
      if (overrules(saying, before)) kept.splice(at, 1);
      else isOverruled ||= overrules(before, saying);
    }
    if (!isOverruled) kept.push(saying);
  }
  return kept;
}

function overrules(one: Saying, other: Saying): boolean {
  if (one.from >= other.to || other.from >= one.to) return false;
  const isLonger = one.to - one.from > other.to - other.from;
  switch (one.said.kind) {
    case 'harmless':
      return isLonger && other.said.kind !== 'harmless';
    case 'limit':
      return isLonger && one.from === other.from && other.said.kind !== 'harmless';
    case 'cue':
      return isLonger && one.from === other.from && (other.said.kind === 'sentence' || other.said.kind === 'closing');
    case 'order':
      return one.negation === 'near' && other.said.kind === 'order' && one.from === other.from && one.to === other.to;
    default:
      return false;
  }
}
