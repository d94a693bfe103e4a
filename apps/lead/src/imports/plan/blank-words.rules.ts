/** What exports and spreadsheets write where nothing is known. */
export const DEFAULT_BLANK_WORDS: readonly string[] = [
  'select',
  '-- select --',
  'please select',
  '--none--',
  'none',
  'null',
  '(null)',
  'nil',
  'nan',
  'n/a',
  'na',
  'n.a.',
  'not available',
  '#n/a',
  'undefined',
  '(blank)',
  '-',
  '--',
  '—',
];

/**
 * Tells blank cells from others: those of white space, and those that hold nothing but one of the words, in any case.
 * @param words none unless the caller asks for them: `Na` and `None` are names of people, too
 */
export function isBlankBy(words: readonly string[]): (cell: string) => boolean {
  if (words.length === 0) return isWhite;
  const known = tests.get(words);
  if (known) return known;
  const folded = new Set(words.map(fold));
  const isBlank = (cell: string) => isWhite(cell) || folded.has(fold(cell));
  tests.set(words, isBlank);
  return isBlank;
}

/** Asked for every row of a file, for one list of words. */
const tests = new WeakMap<readonly string[], (cell: string) => boolean>();

const isWhite = (cell: string) => cell.trim() === '';
const fold = (text: string) => text.normalize('NFC').trim().toLowerCase();
