import type { Encoding } from './encoding/encoding.js';

/** One column of a feature in a model. */
export interface LearnedColumn {
  /** Log-odds, calibrated, of one more of its number. */
  readonly weight: number;
  /** Of its number, over the leads that it was learned from. */
  readonly mean: number;
  /** Leads among these that have it. */
  readonly leads: number;
}

export interface LearnedFeature {
  readonly encoding: Encoding;
  readonly columns: readonly LearnedColumn[];
  /** How far apart it sets leads: standard deviation of what it adds to the log-odds, over the leads that it was learned from. */
  readonly spread: number;
}

/** What was learned from leads whose outcome is known. */
export interface OutcomeModel {
  /** Log-odds of a lead whose columns are all zero. */
  readonly intercept: number;
  readonly features: readonly LearnedFeature[];
}
