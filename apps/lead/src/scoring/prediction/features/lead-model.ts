import type { Quality } from '../learning/quality/quality.rules.js';
import type { OutcomeModel } from '../learning/outcome-model.js';
import type { LeadFeature } from './lead-feature.js';

/** A model of outcomes, and where its features are read. */
export interface LeadModel {
  readonly outcome: OutcomeModel;
  /** Those of the model, in its order. */
  readonly features: readonly LeadFeature[];
}

/** How a model came about, and how right it was about leads that were held back from it. */
export interface TrainingReport {
  readonly learned: { readonly leads: number; readonly won: number };
  /** Chosen, of weights. */
  readonly penalty: number;
  readonly quality: Quality;
}
