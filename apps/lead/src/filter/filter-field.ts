import type { Uuid } from '@leadstream/kernel';
import type { FieldShape } from '../custom-fields/custom-field.js';

/** What a condition speaks of; a custom field by its id, so that a stored filter outlives a new key. */
export type FieldRef =
  | { readonly kind: 'core'; readonly name: string }
  | { readonly kind: 'metadata'; readonly member: string }
  | { readonly kind: 'custom'; readonly fieldId: Uuid };

/**
 * How text compares: `folded` without regard to case, `lower` likewise where it is stored in lower case already, so that the bare column
 * and its index serve; `exact` as it is stored.
 */
export type TextCase = 'folded' | 'lower' | 'exact';

/** Where a field lies: a column of `lead`, a member of its JSON, the values of custom fields, or the rows of its tags. */
export type FieldPlace =
  | { readonly column: string; readonly member?: string }
  | { readonly table: 'lead_tag' }
  | { readonly fieldId: Uuid; /** Whether `lead_custom_value` has it. */ readonly indexed: boolean };

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
