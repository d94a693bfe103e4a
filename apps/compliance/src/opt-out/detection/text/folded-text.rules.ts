import { LOOKALIKES } from './lookalikes.js';

const BEYOND_ASCII = /[^\p{ASCII}]/u;
const MARKS_AND_INVISIBLE = /[\p{M}\p{Cf}\u3164\uFFA0]+/gu;
const LETTER_BEYOND_ASCII = /[^\p{ASCII}]/gu;
const ZERO_AMONG_LETTERS = /(?<=[a-z])0|0(?=[a-z])/g;
const ONE_AMONG_LETTERS = /(?<=[a-z])1(?=[a-z])/g;

/**
 * One spelling for what reads the same: lower case, full-width and styled letters as plain ones, no accents, nothing invisible (zero-width,
 * soft hyphens, variation selectors), look-alike letters as Latin ones, a zero or one between letters as o or l. Takes any text, also one
 * with lone surrogates; time grows with its length alone.
 */
export function foldText(text: string): string {
  const lower = text.toLowerCase();
  const plain = BEYOND_ASCII.test(lower) ? foldBeyondAscii(lower) : lower;
  return plain.replace(ZERO_AMONG_LETTERS, 'o').replace(ONE_AMONG_LETTERS, 'l');
}

function foldBeyondAscii(lower: string): string {
  return lower
    .replaceAll('´', "'")
    .normalize('NFKD')
    .replace(MARKS_AND_INVISIBLE, '')
    .toLowerCase()
    .replace(LETTER_BEYOND_ASCII, (letter) => LOOKALIKES.get(letter) ?? letter);
}
