import { compactText, plainText } from './plain-text.rules.js';
import { STREET_KINDS, UNIT_WORDS } from './street-words.js';

const kindByWord = new Map(Object.entries(STREET_KINDS).flatMap(([kind, short]) => [kind, ...short].map((word) => [word, kind] as const)));
const unitWords = new Set(UNIT_WORDS);

export interface ComparableStreet {
  /** Without its kind: two streets in ten are called "… street", which makes none of them alike. */
  readonly name: string;
  /** `street`, `road`, …; null when none is stated. */
  readonly kind: string | null;
}

/** A street, with the kind split off its end or its beginning (`Rue …`) and read without abbreviation. */
export function comparableStreet(street: string | null): ComparableStreet | null {
  const plain = plainText(street);
  if (plain === null) return null;
  const words = partCompounds(plain).split(' ');
  const last = kindByWord.get(words.at(-1) ?? '');
  if (last !== undefined && words.length > 1) return { name: words.slice(0, -1).join(' '), kind: last };
  const first = kindByWord.get(words[0] ?? '');
  // `St Kilda` is a saint; in front, only words that are no abbreviation tell a kind.
  if (first !== undefined && first === words[0] && words.length > 1) return { name: words.slice(1).join(' '), kind: first };
  return { name: words.join(' '), kind: null };
}

/** `hauptstrasse` and `hauptstr` are written in one word. */
function partCompounds(plain: string): string {
  return plain.replace(/([a-z]{3,})(?:strasse|str)$/, '$1 street');
}

/** The second line of an address: `Apt 4`, `flt. 4` and `Unit 4` are the same. */
export function comparableUnit(unit: string | null): string | null {
  const plain = plainText(unit);
  if (plain === null) return null;
  return plain
    .split(' ')
    .map((word) => (unitWords.has(word) ? 'unit' : word))
    .join(' ');
}

/** Without spaces; of a ZIP+4 code the first five digits, since most people know no more. */
export function comparablePostalCode(postalCode: string | null): string | null {
  return compactText(postalCode?.replace(/^\s*(\d{5})-\d{4}\s*$/, '$1') ?? null);
}
