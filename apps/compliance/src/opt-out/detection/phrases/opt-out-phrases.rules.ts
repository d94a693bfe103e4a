import { allLanguages } from '../languages/all-languages.js';
import { HELP_COMMANDS, OPT_IN_COMMANDS, PERHAPS_OPT_IN } from '../languages/commands.js';
import type { LanguagePhrases } from '../languages/language-phrases.js';
import { PhraseBook } from './phrase-book.rules.js';
import { readPhrase } from './phrase-syntax.rules.js';

/** What a whole message may be made of. */
export type Part = 'opt_out' | 'opt_in' | 'perhaps_opt_in' | 'help' | 'courtesy';

/** What a phrase within a text says, and the language whose negators turn it around. */
export type Said = { readonly language: LanguagePhrases } & (
  { readonly kind: 'sentence' | 'closing' | 'order' | 'ending' | 'limit' | 'harmless' } | { readonly kind: 'cue'; readonly logOdds: number }
);

/** How a clause may ask: a question, or a request in the form of one. */
export type Asking = { readonly language: LanguagePhrases; readonly kind: 'question' | 'request' };

const written = (phrases: readonly string[], sets: LanguagePhrases['sets'] = {}) => phrases.map((phrase) => readPhrase(phrase, sets));
const each = <Meaning>(phrases: readonly string[], sets: LanguagePhrases['sets'], meaning: Meaning) =>
  written(phrases, sets).map((phrase) => ({ phrase, meaning }));

/** Negators that another language has as a courtesy: Romanian `nu` (not) is Dutch for now. */
const negating = new Set(allLanguages.flatMap(({ negators }) => negators));

/** Courtesies that count beside a keyword of their own language alone, as another one negates with them, and those keywords. */
export const ambiguousCourtesies: ReadonlyMap<string, PhraseBook<true>> = new Map(
  allLanguages.flatMap(({ courtesies, keywords, sets }) => {
    const ambiguous = courtesies.filter((courtesy) => negating.has(courtesy));
    return ambiguous.map((courtesy) => [courtesy, new PhraseBook(each<true>(keywords, sets, true))] as const);
  }),
);

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

/** What within a text speaks for an opt-out, or only seems to. */
export const sayings = new PhraseBook<Said>(
  allLanguages.flatMap((language) => [
    ...each<Said>(language.sentences, language.sets, { kind: 'sentence', language }),
    ...each<Said>(language.closings, language.sets, { kind: 'closing', language }),
    ...each<Said>(language.orders, language.sets, { kind: 'order', language }),
    ...each<Said>(language.endings, language.sets, { kind: 'ending', language }),
    ...each<Said>(language.limits, language.sets, { kind: 'limit', language }),
    ...each<Said>(language.harmless, language.sets, { kind: 'harmless', language }),
    ...Object.entries(language.cues).flatMap(([phrase, logOdds]) =>
      each<Said>([phrase], language.sets, { kind: 'cue', logOdds, language }),
    ),
  ]),
);

/** How questions and requests are told from statements. */
export const askings = new PhraseBook<Asking>(
  allLanguages.flatMap((language) => [
    ...each<Asking>(language.questions, language.sets, { kind: 'question', language }),
    ...each<Asking>(language.requests, language.sets, { kind: 'request', language }),
  ]),
);

/** Up to three words that turn around what follows, by language. */
export const negatorsOf: ReadonlyMap<LanguagePhrases, ReadonlySet<string>> = new Map(
  allLanguages.map((language) => [language, new Set(language.negators)] as const),
);
