/** Shorter words have too many neighbours to tell a slip from another word. */
const SHORTEST_WORD = 4;

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const NONE: ReadonlySet<string> = new Set();

/**
 * Every word from which one slip makes the given one: a letter added, left out or mistaken, or two neighbours swapped (Damerau's four).
 * @param word folded; about 53 slips for each letter of it
 * @returns empty for words that are short or have no letter
 */
export function slipsOf(word: string): ReadonlySet<string> {
  if (word.length < SHORTEST_WORD || !/[a-z]/.test(word)) return NONE;
  const slips = new Set<string>();
  for (let at = 0; at <= word.length; at += 1) {
    const [before, after] = [word.slice(0, at), word.slice(at)];
    for (const letter of LETTERS) {
      slips.add(before + letter + after);
      if (after !== '') slips.add(before + letter + after.slice(1));
    }
    if (after !== '') slips.add(before + after.slice(1));
    if (after.length > 1) slips.add(`${before}${after[1]}${after[0]}${after.slice(2)}`);
  }
  slips.delete(word);
  return slips;
}
