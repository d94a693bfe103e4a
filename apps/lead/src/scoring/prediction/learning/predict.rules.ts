import { encoderOf } from './encoding/encoding.rules.js';
import type { FeatureValue } from './examples.js';
import type { LearnedFeature, OutcomeModel } from './outcome-model.js';
import { probabilityOf } from './regression/logistic.rules.js';

/** Millionths of log-odds: whole numbers, so that parts add up to their sum in whatever order. */
export type MicroLogOdds = number;
export const MICROS = 1_000_000;

/** What one feature adds for a lead. */
export interface PredictedPart {
  readonly key: string;
  readonly value: FeatureValue;
  /** Above or below the mean of the leads that the model was learned from. */
  readonly micro: MicroLogOdds;
}

export interface Prediction {
  readonly probability01: number;
  /** Of the probability: `base` and all parts together. */
  readonly micro: MicroLogOdds;
  /** Log-odds of a lead that is in every feature like the mean. */
  readonly base: MicroLogOdds;
  /** In the order of the model's features. */
  readonly parts: readonly PredictedPart[];
}

/**
 * How likely a lead is to be won, and why. A value that the model has never seen counts as the rare ones did, or as nothing.
 * @param valueOf what the lead has in a feature
 */
export function predict(model: OutcomeModel, valueOf: (key: string) => FeatureValue): Prediction {
  const base = micros(model.features.reduce((sum, feature) => sum + meanOf(feature), model.intercept));
  const parts = model.features.map((feature): PredictedPart => {
    const value = valueOf(feature.encoding.key);
    return { key: feature.encoding.key, value, micro: micros(addedBy(feature, value) - meanOf(feature)) };
  });
  const micro = parts.reduce((sum, part) => sum + part.micro, base);
  return { probability01: probabilityOf(micro / MICROS), micro, base, parts };
}

/** What a feature adds on average, over the leads that it was learned from. */
export function meanOf({ columns }: LearnedFeature): number {
  return columns.reduce((sum, { weight, mean }) => sum + weight * mean, 0);
}

function addedBy({ encoding, columns }: LearnedFeature, value: FeatureValue): number {
  const encoded = encoderOf(encoding)(value);
  return encoded ? encoded.number * (columns[encoded.column]?.weight ?? 0) : 0;
}

function micros(logOdds: number): MicroLogOdds {
  // `+ 0` keeps -0 out of JSON comparisons.
  return Math.round(logOdds * MICROS) + 0;
}
