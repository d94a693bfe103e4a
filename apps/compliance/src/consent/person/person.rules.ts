import type { LeadFamily } from '../../known-lead/known-lead.js';

/** Whether the lead was deleted, as far as is known; one of which nothing is known may be on its way. */
export function isGone({ lead }: LeadFamily): boolean {
  return lead !== undefined && lead.deletedAt !== null;
}
