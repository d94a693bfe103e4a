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
  /** Words of refusal with which a clause begins, or which it ends with after a word or two: `stop, I am at work`, `dude, stop`. */
  readonly orders: readonly string[];
  /** Worth a look where a clause ends with it: `you need to stop`, and not `you need to stop by`. */
  readonly endings: readonly string[];
  /** Up to three words that turn around what follows them in a clause. */
  readonly negators: readonly string[];
  /** Begin a question: what follows is asked, not told, also where no question mark stands. */
  readonly questions: readonly string[];
  /** Make of a question a request: `can you stop texting me?` */
  readonly requests: readonly string[];
  /** Begin as a sentence, and ask for the end of a part alone: `stop calling me at night`. However many, a person looks at them. */
  readonly limits: readonly string[];
  /** Say something else than their words do: phrases that they overlap, and that are no longer, do not count. */
  readonly harmless: readonly string[];
  /** Worth a look: what a phrase adds to the log odds that the text is an opt-out. One that begins as a sentence and is longer takes its place. */
  readonly cues: Readonly<Record<string, number>>;
}
