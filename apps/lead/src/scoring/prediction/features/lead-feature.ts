import type { FieldRef } from '../../../filter/filter-field.js';
import type { LeadRecord } from '../../../lead/lead.js';
import type { Contributions } from '../../score/score.js';
import type { Feature } from '../learning/examples.js';

/** Where the value of a feature is read. */
export type FeatureSource =
  /** Without regard to case. */
  | { readonly of: 'text'; readonly ref: FieldRef }
  | { readonly of: 'word'; readonly ref: FieldRef }
  | { readonly of: 'number'; readonly ref: FieldRef }
  /** An amount, where it is stated in this currency. */
  | { readonly of: 'money'; readonly ref: FieldRef; readonly currency: string }
  /** Whether a choice is among those that were made. */
  | { readonly of: 'choice'; readonly ref: FieldRef; readonly choice: string }
  /** How often a lead did something: a kind of contributions. */
  | { readonly of: 'engagement'; readonly kind: string };

/** Something of a lead that a model may learn from. */
export interface LeadFeature extends Feature {
  /** Of the API: `source`, `sourceMetadata.utm_medium`, `customFields.budget-tier`, `engagement.message.opened`. */
  readonly field: string;
  /** As people say it. */
  readonly label: string;
  readonly source: FeatureSource;
  /** What people read for a word that is stored, where that is another. */
  readonly wordLabels?: Readonly<Record<string, string>>;
}

/** A lead as far as it is, or was, known. */
export interface KnownLead {
  readonly lead: LeadRecord;
  readonly contributions: Contributions;
  /** Contributions from this instant on do not count: milliseconds since 1970. */
  readonly beforeMs: number;
}
