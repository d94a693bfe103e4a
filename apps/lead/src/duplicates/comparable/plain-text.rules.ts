import anyAscii from 'any-ascii';

/** Most texts are in Latin letters already. */
const IS_ASCII = /^[ -~]*$/;

/**
 * A text as it is compared: in Latin letters without accents, lower-case, words parted by one space, nothing but letters and
 * digits. What stands inside a word is left out (`O'Brien` is `obrien`), other marks part words (`Smith-Jones` is `smith jones`).
 * @returns null when nothing is left
 */
export function plainText(text: string | null): string | null {
  if (text === null) return null;
  const plain = (IS_ASCII.test(text) ? text : anyAscii(text.normalize('NFC')))
    .toLowerCase()
    .replace(/['`]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
  return plain === '' ? null : plain;
}

/** The same without its spaces: for numbers and codes, which people part as they like. */
export function compactText(text: string | null): string | null {
  return plainText(text)?.replaceAll(' ', '') ?? null;
}
