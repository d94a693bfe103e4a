import { accept, type Checked, refuse } from './checked.rules.js';

// C0 and C1 controls except tab, line feed and carriage return: no name holds them and Postgres refuses NUL.
const CONTROL_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/**
 * A name or another short text: in Unicode's NFC and trimmed.
 * @param maxLength in UTF-16 units, after normalisation
 * @returns null when nothing but white space was said
 */
export function normaliseText(text: string, maxLength: number): Checked<string | null> {
  if (!text.isWellFormed()) return refuse('text.malformed', 'Holds half of a surrogate pair.');
  if (CONTROL_CHARACTER.test(text)) return refuse('text.control_character', 'Holds a control character.');
  const value = text.normalize('NFC').trim();
  if (value.length > maxLength) return refuse('text.too_long', `May have ${maxLength} characters at most.`);
  return accept(value === '' ? null : value);
}
