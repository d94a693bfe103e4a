/** Words of a column, folded, and ours. Part of the stored plan. */
export type WordList = Readonly<Record<string, string>>;

/** A word as words are compared: NFC, in lower case, white space as single spaces. */
export function foldWord(text: string): string {
  return text.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
}

/** How cells of lists are parted, as tags and several choices are. */
export const LIST_SEPARATOR = /[;|]/;

/** How the words of a column are translated. */
export interface ColumnWords {
  /** Left out where none are. */
  readonly words?: WordList;
  /** Whether the parts of a cell are words of their own. */
  readonly isList?: boolean;
}

/** A cell in our words; what is not translated stays as it is. */
export function inOurWords(cell: string, column: ColumnWords | undefined): string {
  if (column?.words === undefined) return cell;
  const { words, isList } = column;
  const whole = ours(cell, words);
  if (whole !== undefined || !isList) return whole ?? cell;
  const parts = cell.split(LIST_SEPARATOR);
  return parts.map((part) => ours(part, words) ?? part).join(';');
}

function ours(text: string, words: WordList): string | undefined {
  const folded = foldWord(text);
  return Object.hasOwn(words, folded) ? words[folded] : undefined;
}
