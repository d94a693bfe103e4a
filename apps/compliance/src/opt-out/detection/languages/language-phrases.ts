/**
 * What people say in one language, as data. Written in folded letters (see `foldText`): lower case, no accents, no apostrophes, a hyphen as
 * a space. In a phrase `(a|b c)` is one of several, `[x]` may be missing, `<name>` is a set of that name.
 */
export interface LanguagePhrases {
  /** ISO 639-1. */
  readonly code: string;
  readonly sets: Readonly<Record<string, string>>;
  /** A message of nothing else, save for courtesies, is an opt-out. */
  readonly keywords: readonly string[];
  /** Words of courtesy and haste that may stand beside a keyword. */
  readonly courtesies: readonly string[];
  /** Is an opt-out wherever it is said. */
  readonly sentences: readonly string[];
  /** Is an opt-out where the clause ends with it: `remove me`, and not `remove me from the meeting`. */
  readonly closings: readonly string[];
  /** Turn around what follows them in a clause. */
  readonly negators: readonly string[];
  /** Worth a look: what a phrase adds to the log odds that the text is an opt-out. */
  readonly cues: Readonly<Record<string, number>>;
}
