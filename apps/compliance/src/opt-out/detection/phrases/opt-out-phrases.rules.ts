import { allLanguages } from '../languages/all-languages.js';
import { HELP_COMMANDS, OPT_IN_COMMANDS, PERHAPS_OPT_IN } from '../languages/commands.js';
import type { LanguagePhrases } from '../languages/language-phrases.js';
import { PhraseBook } from './phrase-book.rules.js';
import { readPhrase } from './phrase-syntax.rules.js';

/** What a whole message may be made of. */
export type Part = 'opt_out' | 'opt_in' | 'perhaps_opt_in' | 'help' | 'courtesy';

/** What a phrase within a text says, and the language whose negators turn it around. */
export type Said = { readonly language: LanguagePhrases } & (
  { readonly kind: 'sentence' | 'closing' } | { readonly kind: 'cue'; readonly logOdds: number }
);

const written = (phrases: readonly string[], sets: LanguagePhrases['sets'] = {}) => phrases.map((phrase) => readPhrase(phrase, sets));
const each = <Meaning>(phrases: readonly string[], sets: LanguagePhrases['sets'], meaning: Meaning) =>
  written(phrases, sets).map((phrase) => ({ phrase, meaning }));

/** Of what messages consist that are a keyword and nothing else. */
export const messageParts = new PhraseBook<Part>([
  ...allLanguages.flatMap(({ keywords, courtesies, sets }) => [
    ...each<Part>(keywords, sets, 'opt_out'),
    ...each<Part>(courtesies, sets, 'courtesy'),
  ]),
  ...each<Part>(OPT_IN_COMMANDS, {}, 'opt_in'),
  ...each<Part>(PERHAPS_OPT_IN, {}, 'perhaps_opt_in'),
  ...each<Part>(HELP_COMMANDS, {}, 'help'),
]);

/** What within a text speaks for an opt-out. */
export const sayings = new PhraseBook<Said>(
  allLanguages.flatMap((language) => [
    ...each<Said>(language.sentences, language.sets, { kind: 'sentence', language }),
    ...each<Said>(language.closings, language.sets, { kind: 'closing', language }),
    ...Object.entries(language.cues).flatMap(([phrase, logOdds]) =>
      each<Said>([phrase], language.sets, { kind: 'cue', logOdds, language }),
    ),
  ]),
);

/** Words and pairs of words that turn around what follows, by language. */
export const negatorsOf: ReadonlyMap<LanguagePhrases, ReadonlySet<string>> = new Map(
  allLanguages.map((language) => [language, new Set(language.negators)] as const),
);
