import { accept, type Checked, refuse } from '../../lead/values/checked.rules.js';
import { normaliseText } from '../../lead/values/text.rules.js';

/** What common browsers and servers carry, and an index entry holds. */
export const MAX_URL_LENGTH = 2_000;

/**
 * An absolute http or https address in the form of the WHATWG URL standard: host in ASCII and lower case, path encoded.
 * @returns null when blank
 */
export function normaliseUrl(text: string): Checked<string | null> {
  const checked = normaliseText(text, MAX_URL_LENGTH);
  if (!checked.ok || checked.value === null) return checked;
  // The standard drops tabs and line ends, and makes `http:a` into `http://a`: such texts were not meant as addresses.
  if (/\s/.test(checked.value) || !/^https?:\/\/[^/]/i.test(checked.value))
    return refuse('url.invalid', 'Is not an http or https address.');
  const url = URL.parse(checked.value);
  if (url === null) return refuse('url.invalid', 'Is not an http or https address.');
  if (url.username !== '' || url.password !== '') return refuse('url.credentials', 'Holds a user name or a password.');
  if (url.href.length > MAX_URL_LENGTH) return refuse('url.too_long', `May have ${MAX_URL_LENGTH} characters at most when encoded.`);
  return accept(url.href);
}
