import type { LeadMerge } from '@leadstream/contracts';
import type { MergeRecord } from './merge.js';

/** A merge as the API shows it. */
export function presentMerge({ mergeId, survivorId, mergedId, fields, mergedAt, undone }: MergeRecord): LeadMerge {
  return {
    id: mergeId,
    survivorId,
    mergedId,
    fields: [...fields],
    mergedAt: mergedAt.toISOString(),
    undoneAt: undone?.at.toISOString() ?? null,
  };
}
