import type { FeatureValue } from '../examples.js';

/** How a number becomes columns of a regression: one for its size, one for leads that do not state it. */
export interface NumberEncoding {
  readonly key: string;
  readonly kind: 'number';
  /** Beyond these a number counts as them, so that single ones which are far off, or wrong, do not decide. */
  readonly lowest: number;
  readonly highest: number;
  /** Whether its logarithm counts, of the number and one: for sizes that are spread over several orders. */
  readonly logarithmic: boolean;
  /** Mean and standard deviation, after that. */
  readonly mean: number;
  readonly deviation: number;
  readonly hasMissing: boolean;
}

/** How words become columns: one for each frequent word, one for all others together, one for leads that state none. */
export interface ChoiceEncoding {
  readonly key: string;
  readonly kind: 'choice';
  /** The most frequent first. */
  readonly words: readonly string[];
  readonly hasOther: boolean;
  readonly hasMissing: boolean;
}

export type Encoding = NumberEncoding | ChoiceEncoding;

/** The one column of a feature in which a value stands, counted from its first, and the number there. */
export interface EncodedValue {
  readonly column: number;
  readonly number: number;
}

export type EncodeValue = (value: FeatureValue) => EncodedValue | undefined;
