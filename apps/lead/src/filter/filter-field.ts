import type { Channel, Purpose } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { FieldShape } from '../custom-fields/custom-field.js';

/** What a condition speaks of; a custom field by its id, so that a stored filter outlives a new key. */
export type FieldRef =
  | { readonly kind: 'core'; readonly name: string }
  | { readonly kind: 'metadata'; readonly member: string }
  | { readonly kind: 'custom'; readonly fieldId: Uuid }
  /** What is known of a lead beside its row, under its name in the API. */
  | { readonly kind: 'derived'; readonly name: string; /** Of what it did. */ readonly window?: ClockSpan };

/** A span of time by the clock: a day is 24 hours. */
export interface ClockSpan {
  readonly count: number;
  readonly unit: 'minute' | 'hour' | 'day' | 'week';
}

/** What a derived field is read from. */
export type DerivedSource =
  | { readonly of: 'score' | 'temperature' }
  /** How often a lead did something: `message.opened`. */
  | { readonly of: 'engagement'; readonly kind: string; readonly window?: ClockSpan }
  | { readonly of: 'consent'; readonly channel: Channel; readonly purpose: Purpose }
  | { readonly of: 'dnc'; readonly channel: Channel };

/**
 * How text compares: `folded` without regard to case, `lower` likewise where it is stored in lower case already, so that the bare column
 * and its index serve; `exact` as it is stored.
 */
export type TextCase = 'folded' | 'lower' | 'exact';

/** Where a field lies: a column of `lead`, a member of its JSON, the values of custom fields, the rows of its tags, or beside all that. */
export type FieldPlace =
  | { readonly column: string; readonly member?: string }
  | { readonly table: 'lead_tag' }
  | { readonly derived: DerivedSource }
  | {
      readonly fieldId: Uuid;
      /** Whether `lead_custom_value` has it. */
      readonly indexed: boolean;
      /** Whether it will have it, once all leads were gone through. */
      readonly filling?: boolean;
    };

/** A field that filters, sorts and exports can name. */
export interface FilterField {
  /** In the API: `status`, `sourceMetadata.utm_source`, `customFields.budget-tier`. */
  readonly name: string;
  /** In sentences. */
  readonly label: string;
  readonly ref: FieldRef;
  readonly shape: FieldShape;
  readonly textCase: TextCase;
  readonly place: FieldPlace;
}
