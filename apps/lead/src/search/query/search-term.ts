/** One thing that a person typed: a word or a telephone number. */
export interface SearchTerm {
  /** A key that begins with one of these fits; one that equals it fits best. */
  readonly prefixes: readonly string[];
  /** Keys that fit, too: one slip of the fingers away. */
  readonly slips: ReadonlySet<string>;
  /** A lead that does not fit is no hit; otherwise it only ranks lower. */
  readonly required: boolean;
}
