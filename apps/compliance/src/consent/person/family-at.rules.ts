import type { LeadFamily } from '../../known-lead/known-lead.js';

/** The family as it was at an instant: what went into the lead by then, and into whatever had gone into it. */
export function familyAt(leadId: string, { lead, merged }: LeadFamily, at: Date): LeadFamily {
  const by = merged.filter(({ deletedAt }) => deletedAt !== null && deletedAt <= at);
  const members = new Set([leadId]);
  for (let known = 0; known !== members.size;) {
    known = members.size;
    for (const one of by) if (one.mergedInto !== null && members.has(one.mergedInto)) members.add(one.leadId);
  }
  return { lead, merged: by.filter(({ leadId: id }) => members.has(id)) };
}
