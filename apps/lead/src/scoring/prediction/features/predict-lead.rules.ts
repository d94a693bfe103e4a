import type { FeatureValue } from '../learning/examples.js';
import { predict, type Prediction } from '../learning/predict.rules.js';
import { featureValue } from './feature-value.rules.js';
import type { KnownLead } from './lead-feature.js';
import type { LeadModel } from './lead-model.js';

/** How likely a lead is to be won. */
export function predictLead({ outcome, features }: LeadModel, known: KnownLead): Prediction {
  const sources = new Map(features.map(({ key, source }) => [key, source]));
  return predict(outcome, (key): FeatureValue => {
    const source = sources.get(key);
    return source ? featureValue(source, known) : null;
  });
}
