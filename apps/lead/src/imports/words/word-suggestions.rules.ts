import { type ImportTarget, PROPERTY_KINDS } from '@leadstream/contracts';
import { normaliseCountry } from '../../lead/values/country.rules.js';
import { customKey } from '../plan/custom-columns.rules.js';
import { isPermission } from '../plan/permission.rules.js';
import { PROPERTY_WORDS, STAGE_WORDS, STATUS_WORDS } from './known-words.js';
import { isListTarget, refusalOf, type WordContext, wordsOf } from './plan-words.rules.js';

const MAX_WORDS = 100;
const MAX_WORD_LENGTH = 200;

/** A word of a file that its field does not know. */
export interface ForeignWord {
  readonly word: string;
  /** Ours that is meant; empty for a word that says nothing, null where that is not known. */
  readonly suggestion: string | null;
}

/**
 * Words that a field with a list of words would refuse, the most frequent first.
 * @param cells not blank
 * @returns null for a field that takes any text
 */
export function foreignWords(target: ImportTarget, cells: readonly string[], context: WordContext): ForeignWord[] | null {
  const suggest = suggestionsFor(target, context);
  if (!suggest) return null;
  const isList = isListTarget(target, context.customFields);
  const counts = new Map<string, number>();
  for (const word of cells.flatMap((cell) => wordsOf(cell, isList)))
    if (word !== '' && word.length <= MAX_WORD_LENGTH) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .filter(([word]) => refusalOf(target, word, context) !== undefined)
    .sort(([, one], [, other]) => other - one)
    .slice(0, MAX_WORDS)
    .map(([word]) => ({ word, suggestion: suggest(word) }));
}

type Suggest = (word: string) => string | null;

function suggestionsFor(target: ImportTarget, { plan: { vocabulary }, customFields }: WordContext): Suggest | undefined {
  if (target === 'status') return byOwnWords(vocabulary.leadStatuses, STATUS_WORDS);
  if (target === 'lifecycleStage') return byOwnWords(vocabulary.lifecycleStages, STAGE_WORDS);
  if (target === 'property.kind') return byList(PROPERTY_KINDS, PROPERTY_WORDS);
  if (target === 'address.country') return countryMeant;
  // Nobody guesses what somebody agreed to.
  if (isPermission(target)) return () => null;
  const field = customFields.find(({ key }) => key === customKey(target));
  if (field?.type === 'boolean') return () => null;
  if (field?.type !== 'single-choice' && field?.type !== 'multiple-choice') return undefined;
  const offered = field.options.choices.filter(({ archived }) => !archived);
  return byList(
    offered.map(({ key }) => key),
    Object.fromEntries(offered.map(({ key, label }) => [key, [plainWord(label)]])),
  );
}

/** What others say for a default word of ours means it where the tenant has that word; what the tenant itself calls one means that. */
function byOwnWords(
  words: readonly { readonly key: string; readonly label: string }[],
  known: Readonly<Partial<Record<string, readonly string[]>>>,
): Suggest {
  const labels = new Set(words.map(({ label }) => plainWord(label)));
  const others = (key: string) => (Object.hasOwn(known, key) ? (known[key] ?? []) : []).filter((word) => !labels.has(word));
  const theirs = words.map(({ key, label }) => [key, [...others(key), plainWord(label)]] as const);
  return byList(
    words.map(({ key }) => key),
    Object.fromEntries([...theirs, ['', others('')]]),
  );
}

/** By what others are known to say, or else by what is spelled nearly so. */
function byList(ours: readonly string[], known: Readonly<Record<string, readonly string[]>>): Suggest {
  const meanings = new Map([
    ...Object.entries(known).flatMap(([word, theirs]) => theirs.map((name) => [name, word] as const)),
    ...ours.map((word) => [plainWord(word), word] as const),
  ]);
  return (word) => {
    const plain = plainWord(word);
    const meant = meanings.get(plain) ?? meanings.get(plain.replace(/ (?:lead|status|stage)$|^(?:lead|status|stage) /, ''));
    if (meant !== undefined) return meant;
    const near = new Set([...meanings].flatMap(([name, meaning]) => (isNearly(plain, name) ? [meaning] : [])));
    const [only] = near;
    return near.size === 1 && only !== undefined ? only : null;
  };
}

/** Letters and digits without accents, single spaces between words. */
function plainWord(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const MIN_LETTERS = 6;

/** Whether one letter too many, too few or another one parts two longer words that begin alike: `unqualified` is not `qualified`. */
function isNearly(one: string, other: string): boolean {
  if (Math.min(one.length, other.length) < MIN_LETTERS || Math.abs(one.length - other.length) > 1 || one[0] !== other[0]) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  const [rest, otherRest] = [one.slice(start), other.slice(start)];
  return rest.slice(1) === otherRest.slice(1) || rest.slice(1) === otherRest || rest === otherRest.slice(1) || isSwapped(rest, otherRest);
}

const isSwapped = (one: string, other: string) =>
  one[0] === other[1] && one[1] === other[0] && one.slice(2) === other.slice(2) && one.length > 1;

/** Names of countries as lists of others have them: with a note in brackets, with `&`, in front of or behind their form of state. */
function countryMeant(word: string): string | null {
  const plain = word
    .replace(/\(.*\)/, ' ')
    .replace(/&/g, ' and ')
    .replace(/\s+/g, ' ')
    .trim();
  const shorter = plain.replace(/^the /i, '').replace(/ (?:republic|islands?|territory|peninsula)$/i, '');
  const inBrackets = /\((?<inner>[^)]*)\)/.exec(word)?.groups?.['inner'] ?? '';
  for (const name of [plain, shorter, plain.replace(/, .*$/, ''), inBrackets]) {
    const country = normaliseCountry(name);
    if (name.length > 3 && country.ok && country.value !== null) return country.value;
  }
  return null;
}
