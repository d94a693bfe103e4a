import { getCountries } from 'libphonenumber-js/max';

const LANGUAGES = ['en', 'fr', 'de', 'es', 'pt', 'it', 'hi', 'ar'];
/** Names and codes that exports use besides those of Unicode's CLDR. */
const OTHER_NAMES = [
  'usa',
  'u.s.a.',
  'u.s.',
  'uk',
  'uae',
  'england',
  'scotland',
  'wales',
  'russia',
  'south korea',
  'czech republic',
  'hong kong',
  'macedonia',
];

/** Codes (ISO 3166-1 alpha-2) and names of countries in the languages of the exports, lower-case. */
const NAMES: ReadonlySet<string> = new Set([
  ...OTHER_NAMES,
  ...getCountries().map((code) => code.toLowerCase()),
  ...LANGUAGES.flatMap((language) => {
    const names = new Intl.DisplayNames(language, { type: 'region' });
    return getCountries().map((code) => (names.of(code) ?? code).toLowerCase());
  }),
]);

export function isCountry(text: string): boolean {
  return NAMES.has(text.trim().toLowerCase());
}
