import { httpErrors } from '../http.errors.js';

/** A form with more would be no form that a person fills in. */
const MAX_PAIRS = 200;

/**
 * Parses `application/x-www-form-urlencoded` (WHATWG URL standard, 5.1). Unlike the standard it replaces nothing: an escape
 * that is broken or no UTF-8 is refused, and so is what JSON bodies may not hold either.
 * @returns texts by name; of a name that stands more than once a list, in the order of the form
 */
export function parseFormBody(bytes: Buffer): Record<string, string | string[]> {
  const pairs = bytes
    .toString('latin1')
    .split('&')
    .filter((pair) => pair !== '');
  if (pairs.length > MAX_PAIRS) throw httpErrors.MALFORMED_FORM({ detail: `More than ${MAX_PAIRS} fields.` });
  const fields = new Map<string, string | string[]>();
  for (const pair of pairs) {
    const [name, value] = decodedPair(pair);
    const before = fields.get(name);
    fields.set(name, before === undefined ? value : [before, value].flat());
  }
  return Object.fromEntries(fields);
}

function decodedPair(pair: string): [string, string] {
  const at = pair.indexOf('=');
  const name = decoded(at < 0 ? pair : pair.slice(0, at));
  const value = at < 0 ? '' : decoded(pair.slice(at + 1));
  if (name === '__proto__') {
    throw httpErrors.FORBIDDEN_KEY({ errors: [{ path: name, code: 'forbidden_key', message: 'is never accepted as a field name' }] });
  }
  if (`${name}${value}`.includes('\0')) {
    const path = name.replaceAll('\0', '\\u0000');
    throw httpErrors.FORBIDDEN_CHARACTER({ errors: [{ path, code: 'nul_character', message: 'holds the character U+0000' }] });
  }
  return [name, value];
}

/** Bytes beyond ASCII may stand unescaped: they count as the escapes of themselves. */
function decoded(text: string): string {
  const escaped = text.replaceAll('+', ' ').replaceAll(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16)}`);
  try {
    return decodeURIComponent(escaped);
  } catch (cause) {
    throw httpErrors.MALFORMED_FORM({ detail: 'An escape is broken or stands for no UTF-8.', cause });
  }
}
