/** English, French, German, Spanish, Portuguese, Italian, Hindi, Arabic, and what exports write. */
const YES = new Set('yes y true t 1 on x ✓ ✔ oui vrai ja wahr si sí verdadero sim verdadeiro हाँ हां نعم'.split(' '));
const NO = new Set('no n false f 0 off ✗ ✘ non faux nein falsch falso não nao नहीं لا'.split(' '));

/**
 * Yes or no.
 * @returns undefined for any other word: no guess is made about what somebody agreed to
 */
export function readFlag(text: string): boolean | undefined {
  const word = text.normalize('NFC').trim().toLowerCase();
  if (YES.has(word)) return true;
  return NO.has(word) ? false : undefined;
}
