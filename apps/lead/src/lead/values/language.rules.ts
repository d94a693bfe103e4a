import { accept, type Checked, refuse } from './checked.rules.js';

const languages = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });

/**
 * A BCP 47 tag in its canonical form: `pt_br` becomes `pt-BR`.
 * @returns null when blank
 */
export function normaliseLanguage(text: string): Checked<string | null> {
  const tag = text.trim().replaceAll('_', '-');
  if (tag === '') return accept(null);
  const canonical = canonicalTag(tag);
  return canonical === undefined ? refuse('language.unknown', 'Is not a language tag of BCP 47.') : accept(canonical);
}

function canonicalTag(tag: string): string | undefined {
  try {
    const locale = new Intl.Locale(tag);
    return languages.of(locale.language) === undefined ? undefined : locale.toString();
  } catch {
    return undefined;
  }
}
