import type { SearchTerm } from './search-term.js';

/** A beginning fits the better the more of the word it is, but never as well as a whole word does, in whatever field. */
const PREFIX_FIT = { least: 0.55, most: 0.75 };
const SLIP_FIT = 0.5;

/** How well a key fits a term: 1 for the whole word, 0 when it does not. */
export function fitOf({ prefixes, slips }: SearchTerm, key: string): number {
  const shares = prefixes.filter((prefix) => key.startsWith(prefix)).map((prefix) => prefix.length / key.length);
  const share = Math.max(0, ...shares);
  if (share === 1) return 1;
  if (share > 0) return PREFIX_FIT.least + share * (PREFIX_FIT.most - PREFIX_FIT.least);
  return slips.has(key) ? SLIP_FIT : 0;
}
