import { accept, type Checked, refuse } from '../../lead/values/checked.rules.js';
import { readFlag } from '../../lead/values/flag.rules.js';

/** Words that say less clearly what somebody agreed to, and more in Dutch and Italian; yes and no here, and no flag of a permission. */
const MORE_YES = ['checked', 'j', 'o', 's', 'sì', 'vero', 'waar'];
const MORE_NO = ['unchecked', 'nee', 'onwaar'];

const meanings = new Map([...MORE_YES.map((word) => [word, true] as const), ...MORE_NO.map((word) => [word, false] as const)]);

/**
 * A yes or no of a file.
 * @returns null when blank
 */
export function parseBooleanWord(text: string): Checked<boolean | null> {
  const word = text.normalize('NFC').trim().toLowerCase();
  if (word === '') return accept(null);
  const meaning = readFlag(word) ?? meanings.get(word);
  return meaning === undefined ? refuse('boolean.unknown', 'Is neither a yes nor a no that is known.') : accept(meaning);
}
