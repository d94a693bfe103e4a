import { plainText } from './plain-text.rules.js';

/** Forms of address, which some write into the name; generations (`jr`, `iii`) stay, for they tell father and son apart. */
const TITLES = new Set(['mr', 'mrs', 'ms', 'miss', 'mx', 'dr', 'prof', 'sir', 'madam', 'herr', 'frau']);

/** A first or last name as it is compared. */
export function comparableName(name: string | null): string | null {
  const plain = plainText(name);
  if (plain === null || !plain.includes(' ')) return plain;
  const words = plain.split(' ').filter((word) => !TITLES.has(word));
  return words.length === 0 ? plain : words.join(' ');
}

/** First and last name; where a form asked for one name only and the first holds all of it, its last word is the last name. */
export function comparableNames(first: string | null, last: string | null): { firstName: string | null; lastName: string | null } {
  const [firstName, lastName] = [comparableName(first), comparableName(last)];
  const cut = firstName?.lastIndexOf(' ') ?? -1;
  if (firstName === null || lastName !== null || cut < 0) return { firstName, lastName };
  return { firstName: firstName.slice(0, cut), lastName: firstName.slice(cut + 1) };
}
