import type { KnownLead, LeadFamily } from '../../../known-lead/known-lead.js';

/**
 * Under which ids a person's contacts stood at an instant: a lead went into another one when it was deleted for it.
 * @param family as it is now; merges that were undone since are gone from it
 */
export function familyIdsThen(leadId: string, { merged }: LeadFamily, instant: Date): string[] {
  const ids = new Set([leadId]);
  const isIn = ({ mergedInto, deletedAt }: KnownLead): boolean =>
    mergedInto !== null && ids.has(mergedInto) && deletedAt !== null && deletedAt <= instant;
  for (let size = 0; size < ids.size;) {
    size = ids.size;
    for (const lead of merged) if (isIn(lead)) ids.add(lead.leadId);
  }
  return [...ids];
}
