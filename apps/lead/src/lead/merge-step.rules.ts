import { leadMergedV1, leadUnmergedV1 } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { eventOf, publishedFields, type StepContext } from './lead-step.rules.js';
import type { LeadStep } from './lead-step.js';
import type { LeadRecord } from './lead.js';

/** A merge, as both of its leads know it. */
export interface MergeIds {
  readonly mergeId: Uuid;
  readonly survivorId: Uuid;
}

type MergeMoment = Pick<StepContext, 'now' | 'customFields'>;

/** The last version of a lead that goes into another one, before somebody undoes the merge. */
export function mergedStep(before: LeadRecord, { mergeId, survivorId }: MergeIds, { now, customFields }: MergeMoment): LeadStep {
  const lead = { ...before, version: before.version + 1, updatedAt: now, deletedAt: now };
  const { leadId, status } = lead;
  const data = { ...publishedFields(lead, customFields), leadId, survivorId, mergeId, status, mergedAt: now.toISOString() };
  return {
    lead,
    action: 'merged',
    changes: [
      { field: 'deletedAt', before: null, after: now.toISOString() },
      { field: 'mergedInto', before: null, after: survivorId },
    ],
    event: eventOf(leadMergedV1, data, lead.version, now),
    at: now,
    importId: null,
  };
}

/** @param before a merged lead */
export function unmergedStep(before: LeadRecord, { mergeId, survivorId }: MergeIds, { now, customFields }: MergeMoment): LeadStep {
  const lead = { ...before, version: before.version + 1, updatedAt: now, deletedAt: null };
  const { leadId, status } = lead;
  const data = { ...publishedFields(lead, customFields), leadId, survivorId, mergeId, status, unmergedAt: now.toISOString() };
  return {
    lead,
    action: 'unmerged',
    changes: [
      { field: 'deletedAt', before: before.deletedAt?.toISOString() ?? null, after: null },
      { field: 'mergedInto', before: survivorId, after: null },
    ],
    event: eventOf(leadUnmergedV1, data, lead.version, now),
    at: now,
    importId: null,
  };
}
