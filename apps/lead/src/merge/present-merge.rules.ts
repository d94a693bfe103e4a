import type { LeadMerge } from '@leadstream/contracts';
import type { CustomFieldKey } from '../custom-fields/custom-field.js';
import { shownFieldName } from '../custom-fields/values/custom-changes.rules.js';
import type { MergeRecord } from './merge.js';

/**
 * A merge as the API shows it.
 * @param keys of the tenant's custom fields
 */
export function presentMerge(
  { mergeId, survivorId, mergedId, fields, mergedAt, undone }: MergeRecord,
  keys: readonly CustomFieldKey[],
): LeadMerge {
  return {
    id: mergeId,
    survivorId,
    mergedId,
    fields: fields.map((field) => shownOutcome(keys, field)),
    mergedAt: mergedAt.toISOString(),
    undoneAt: undone?.at.toISOString() ?? null,
  };
}

/** What becomes of a field, under the name that the API has for it. */
export function shownOutcome<T extends { readonly field: string }>(keys: readonly CustomFieldKey[], outcome: T): T {
  return { ...outcome, field: shownFieldName(keys, outcome.field) };
}
