import type { Rival } from './rival.js';

/** A pair whose score reaches this is reported as a probable duplicate: nine such pairs in ten are, if the model's rates hold. */
export const DUPLICATE_THRESHOLD01 = 0.9;

/** What one field adds to a pair's score. */
export interface FieldExplanation {
  /** A field of the candidate, `attributes.<name>`, `nameOrder`, `addressOrder`, or `prior`: what was known before looking. */
  readonly field: string;
  /** As it was written; null for `prior`. */
  readonly left: string | null;
  readonly right: string | null;
  /** 0 to 1; null where nothing was compared. */
  readonly similarity01: number | null;
  /** Natural logarithm of odds: above 0 speaks for one person, below 0 against. */
  readonly weight: number;
}

export interface PairScore {
  /** Probability that the two are one person, 0 to 1. */
  readonly score01: number;
  /** `ln(score01 / (1 - score01))`: the sum of the explanation's weights. */
  readonly logOdds: number;
  /** What else the pair most probably is; the weights are against it. */
  readonly against: Rival;
}
