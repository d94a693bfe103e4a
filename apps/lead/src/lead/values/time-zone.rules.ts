import { accept, type Checked, refuse } from './checked.rules.js';

const canonicalByLowerCase = new Map(['UTC', ...Intl.supportedValuesOf('timeZone')].map((name) => [name.toLowerCase(), name]));

/**
 * An IANA time zone under its canonical name, so that aliases and spellings of one zone compare equal.
 * @returns null when blank
 */
export function normaliseTimeZone(text: string): Checked<string | null> {
  const name = text.trim();
  if (name === '') return accept(null);
  const canonical = canonicalByLowerCase.get(name.toLowerCase()) ?? canonicalOfAlias(name);
  return canonical === undefined ? refuse('time_zone.unknown', 'Is not an IANA time zone.') : accept(canonical);
}

function canonicalOfAlias(name: string): string | undefined {
  // `Intl` also takes offsets such as `+05:00`, which are not zones.
  if (!/^[a-z]/i.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
