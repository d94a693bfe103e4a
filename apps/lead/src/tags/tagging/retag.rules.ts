import type { LeadTagResult } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { LeadRecord } from '../../lead/lead.js';
import { leadErrors } from '../../lead/lead.errors.js';
import { type StepContext, updateStep } from '../../lead/lead-step.rules.js';
import type { LeadEffect, LeadStep } from '../../lead/lead-step.js';
import { tagErrors } from '../tag.errors.js';
import { MAX_TAGS_EACH } from '../tag.js';

/** Tags that leads get and lose. */
export interface TagChange {
  readonly add: readonly Uuid[];
  readonly remove: readonly Uuid[];
}

/** Tags in their stored order, each once. */
export function tagsAfter(before: readonly Uuid[], { add, remove }: TagChange): Uuid[] {
  return [...new Set([...before, ...add])].filter((tagId) => !remove.includes(tagId)).toSorted();
}

/**
 * What putting tags on and taking tags off does to each of the leads, alone; a lead that is named twice is as the first time left it.
 * @param found live leads among those that were asked for
 */
export function retag(leadIds: readonly Uuid[], found: readonly LeadRecord[], change: TagChange, context: StepContext): Retagged {
  const leads = new Map(found.map((lead) => [lead.leadId, lead]));
  const steps: LeadStep[] = [];
  const results = leadIds.map((leadId): LeadTagResult => {
    const before = leads.get(leadId);
    if (!before) return failed(leadId, leadErrors.NOT_FOUND());
    const tagIds = tagsAfter(before.tagIds, change);
    if (tagIds.length > MAX_TAGS_EACH) return failed(leadId, tagErrors.TOO_MANY_TAGS({ extra: { limit: MAX_TAGS_EACH } }));
    const step = updateStep(before, { tagIds }, context);
    if (!step) return { status: 'unchanged', id: leadId, version: before.version };
    steps.push(step);
    leads.set(leadId, step.lead);
    return { status: 'updated', id: leadId, version: step.lead.version };
  });
  return { results, steps, created: [], updated: steps.map(({ lead }) => lead), handsOver: false };
}

/** What is written, and what became of each lead. */
export interface Retagged extends LeadEffect {
  readonly results: LeadTagResult[];
}

function failed(id: Uuid, { code, title, errors, extra }: ReturnType<typeof leadErrors.NOT_FOUND>): LeadTagResult {
  return { status: 'failed', id, error: { code, title, errors: [...errors], ...extra } };
}
