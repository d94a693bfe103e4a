import { shareFormalName } from '../comparable/nickname.rules.js';
import { type Agreement, EQUAL } from './agreement.js';
import { jaroWinkler } from './jaro-winkler.rules.js';
import { isOneSlip } from './one-slip.rules.js';

/** From here on two spellings are taken for one name; Winkler's own systems take 0.92 for nearly equal. */
const CLOSE_SIMILARITY = 0.92;
/** Below this what remains in common is chance. */
const RELATED_SIMILARITY = 0.85;
/** Shorter texts with one letter changed are other names: `jan` and `jon`. */
const MIN_SLIP_LENGTH = 5;
/** What is said of another way to write a name, whose letters have little in common: `bob`, `robert`. */
const RELATED_BY_MEANING = 0.9;

/** Names of streets, companies and families: by spelling, spaces apart. */
export function textAgreement(left: string, right: string): Agreement {
  if (left === right) return EQUAL;
  const [joinedLeft, joinedRight] = [left.replaceAll(' ', ''), right.replaceAll(' ', '')];
  if (joinedLeft === joinedRight) return EQUAL;
  const similarity01 = jaroWinkler(joinedLeft, joinedRight);
  if (similarity01 >= CLOSE_SIMILARITY || isSlipOfName(joinedLeft, joinedRight)) return { level: 'close', similarity01 };
  if (similarity01 >= RELATED_SIMILARITY) return { level: 'related', similarity01 };
  return holdsWordsOf(left, right) ? { level: 'related', similarity01: RELATED_BY_MEANING } : { level: 'different', similarity01 };
}

/** First names: by spelling, else by nickname or initial. */
export function firstNameAgreement(left: string, right: string): Agreement {
  const spelled = textAgreement(left, right);
  if (spelled.level === 'equal' || spelled.level === 'close') return spelled;
  const related = isInitialOf(left, right) || isInitialOf(right, left) || shareFormalName(left, right);
  return related ? { level: 'related', similarity01: Math.max(spelled.similarity01, RELATED_BY_MEANING) } : spelled;
}

function isSlipOfName(left: string, right: string): boolean {
  return Math.min(left.length, right.length) >= MIN_SLIP_LENGTH && isOneSlip(left, right);
}

function isInitialOf(initial: string, name: string): boolean {
  return initial.length === 1 && name.startsWith(initial);
}

/** `maria` and `anna maria`; `smith jones` and `jones`. Initials are no words. */
function holdsWordsOf(left: string, right: string): boolean {
  if (!left.includes(' ') && !right.includes(' ')) return false;
  const [few, many] = [left.split(' '), right.split(' ')].sort((a, b) => a.length - b.length);
  return many !== undefined && many.length > 1 && few !== undefined && few.every((word) => word.length > 1 && many.includes(word));
}
