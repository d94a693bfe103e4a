import { createRequire } from 'node:module';
import countries, { type LocaleData } from 'i18n-iso-countries/index.js';
import { accept, type Checked, refuse } from './checked.rules.js';

/** Languages in which files name countries. */
const LANGUAGES = ['en', 'es', 'pt', 'fr', 'de', 'it', 'nl', 'pl', 'sv', 'da', 'nb', 'fi', 'cs', 'ro', 'hu', 'el'] as const;

const load = createRequire(import.meta.url);
// The package's main module would load all of its eighty languages.
for (const language of LANGUAGES) countries.registerLocale(load(`i18n-iso-countries/langs/${language}.json`) as LocaleData);

/**
 * A country as ISO 3166-1 alpha-2, upper-case.
 * @param text a code of two or three letters in any case, or a name in one of the languages that files come in, accents left out or not
 * @returns null when blank
 */
export function normaliseCountry(text: string): Checked<string | null> {
  const trimmed = text.trim();
  if (trimmed === '') return accept(null);
  const code = codeOf(trimmed.toUpperCase()) ?? codeNamed(trimmed);
  return code === undefined
    ? refuse('country.unknown', 'Is neither a country code of ISO 3166-1 nor the name of a country.')
    : accept(code);
}

function codeOf(text: string): string | undefined {
  const code = text.length === 3 ? countries.alpha3ToAlpha2(text) : text;
  return code !== undefined && code.length === 2 && countries.isValid(code) ? code : undefined;
}

function codeNamed(name: string): string | undefined {
  for (const language of LANGUAGES) {
    const code = countries.getSimpleAlpha2Code(name, language);
    if (code !== undefined) return code;
  }
  return undefined;
}
