import { accept, type Checked, refuse } from '../../lead/values/checked.rules.js';

/** Yes and no as spreadsheets and exports say them, in English, German, French, Spanish, Portuguese, Italian and Dutch. */
const YES = [
  'true',
  'yes',
  'y',
  '1',
  'on',
  'x',
  '✓',
  'checked',
  'ja',
  'j',
  'wahr',
  'oui',
  'o',
  'vrai',
  'sí',
  'si',
  's',
  'sim',
  'sì',
  'verdadero',
  'verdadeiro',
  'vero',
  'waar',
];
const NO = ['false', 'no', 'n', '0', 'off', 'unchecked', 'nein', 'falsch', 'non', 'faux', 'não', 'nao', 'falso', 'nee', 'onwaar'];

const meanings = new Map([...YES.map((word) => [word, true] as const), ...NO.map((word) => [word, false] as const)]);

/**
 * A yes or no of a file.
 * @returns null when blank
 */
export function parseBooleanWord(text: string): Checked<boolean | null> {
  const word = text.normalize('NFC').trim().toLowerCase();
  if (word === '') return accept(null);
  const meaning = meanings.get(word);
  return meaning === undefined ? refuse('boolean.unknown', 'Is neither a yes nor a no that is known.') : accept(meaning);
}
