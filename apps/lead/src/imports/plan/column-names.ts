import type { CustomFieldDefinition } from '../../custom-fields/custom-field.js';
import type { LeadVocabulary } from '../../lead/vocabulary.js';

/** What a tenant calls what columns hold. */
export interface ColumnNames {
  /** Those that can be written. */
  readonly customFields: readonly CustomFieldDefinition[];
  readonly vocabulary: LeadVocabulary;
}
