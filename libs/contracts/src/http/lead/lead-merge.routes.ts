import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { lead, pageQuery } from './lead.js';

/** Which of two leads a value is taken from; `both` where they say the same, or where each adds members. */
export const MERGE_SIDES = ['survivor', 'merged', 'both'] as const;

/**
 * Why a field of the survivor gets the value it gets. `same`: both say it. `only`: the other one says nothing. `chosen`: by the caller.
 * `survivor`: its own goes first. `longest`: the longer text. `fullest`: the one with more members. `first`: of the lead that was captured
 * first. `furthest`: further along; `lost` comes last. `combined`: members of the one that changed last, gaps filled by the other.
 * `newest`: the one that changed last.
 */
export const MERGE_RULES = ['same', 'only', 'chosen', 'survivor', 'longest', 'fullest', 'first', 'furthest', 'combined', 'newest'] as const;

const version = z.int().min(1);
const pair = { survivorId: z.uuid(), mergedId: z.uuid() };

/** By name of a field of the lead, `status` included: whose value to take, whatever the rules say. */
const fields = z.record(z.string().max(64), z.enum(['survivor', 'merged'])).default({});

export const previewLeadMergeBody = z.strictObject({ ...pair, fields }).meta({ id: 'PreviewLeadMerge' });
export type PreviewLeadMerge = z.infer<typeof previewLeadMergeBody>;

export const mergeLeadsBody = z
  .strictObject({
    ...pair,
    /** Of both leads as the preview showed them. */
    versions: z.strictObject({ survivor: version, merged: version }),
    fields,
  })
  .meta({ id: 'MergeLeads' });
export type MergeLeads = z.infer<typeof mergeLeadsBody>;

/** Where one field of the survivor comes from. */
export const mergedField = z.object({
  field: z.string(),
  from: z.enum(MERGE_SIDES),
  rule: z.enum(MERGE_RULES),
});
export type MergedField = z.infer<typeof mergedField>;

export const leadMergePreview = z
  .object({
    ...pair,
    versions: z.object({ survivor: version, merged: version }),
    /** Every field of the survivor: what both say, and what it will say. */
    fields: z.array(mergedField.extend({ survivor: z.unknown(), merged: z.unknown(), value: z.unknown() })),
  })
  .meta({ id: 'LeadMergePreview' });
export type LeadMergePreview = z.infer<typeof leadMergePreview>;

/** Two leads that became one. */
export const leadMerge = z
  .object({
    id: z.uuid(),
    ...pair,
    /** Every field of the survivor; the values are in its audit. */
    fields: z.array(mergedField),
    mergedAt: z.iso.datetime(),
    /** Null while the merge holds. */
    undoneAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'LeadMerge' });
export type LeadMerge = z.infer<typeof leadMerge>;

/** A merge, and the survivor after it. */
export const leadMergeDone = leadMerge.extend({ survivor: lead }).meta({ id: 'LeadMergeDone' });
export type LeadMergeDone = z.infer<typeof leadMergeDone>;

/** A merge that was undone, and both leads after that. */
export const leadMergeUndone = leadMergeDone.extend({ merged: lead }).meta({ id: 'LeadMergeUndone' });
export type LeadMergeUndone = z.infer<typeof leadMergeUndone>;

const mergeParams = z.strictObject({ id: z.uuid() });
const refusals = ['LEAD.NOT_FOUND', 'LEAD.MERGED', 'LEAD.MERGE_WITH_ITSELF', 'LEAD.INVALID'] as const;

export const previewLeadMerge = defineRoute({
  operation: 'previewLeadMerge',
  owner: 'lead',
  method: 'POST',
  path: '/v1/merges/preview',
  summary: 'What would become of two leads if one went into the other; changes nothing.',
  scope: 'leads:write',
  rateClass: 'write',
  body: previewLeadMergeBody,
  success: { status: 200, body: leadMergePreview },
  errors: refusals,
});

export const mergeLeads = defineRoute({
  operation: 'mergeLeads',
  owner: 'lead',
  method: 'POST',
  path: '/v1/merges',
  summary:
    'Merge a lead into another one. The merged lead is gone (404 with `mergedInto`), what belongs to it belongs to the survivor, and the most restrictive consent of both holds.',
  scope: 'leads:write',
  rateClass: 'write',
  body: mergeLeadsBody,
  success: { status: 201, body: leadMergeDone },
  errors: [...refusals, 'LEAD.STALE'],
});

export const readLeadMerge = defineRoute({
  operation: 'readLeadMerge',
  owner: 'lead',
  method: 'GET',
  path: '/v1/merges/:id',
  summary: 'One merge.',
  scope: 'leads:read',
  rateClass: 'read',
  params: mergeParams,
  success: { status: 200, body: leadMerge },
  errors: ['LEAD.MERGE_NOT_FOUND'],
});

export const listLeadMergesQuery = z.strictObject({
  ...pageQuery,
  /** Only merges in which this lead stayed or went. */
  leadId: z.uuid().optional(),
});
export type ListLeadMergesQuery = z.infer<typeof listLeadMergesQuery>;

export const listLeadMerges = defineRoute({
  operation: 'listLeadMerges',
  owner: 'lead',
  method: 'GET',
  path: '/v1/merges',
  summary: 'Merges, latest first, undone ones included.',
  scope: 'leads:read',
  rateClass: 'read',
  query: listLeadMergesQuery,
  success: {
    status: 200,
    body: z.object({ items: z.array(leadMerge), nextCursor: z.string().nullable() }).meta({ id: 'LeadMergePage' }),
  },
});

export const undoLeadMerge = defineRoute({
  operation: 'undoLeadMerge',
  owner: 'lead',
  method: 'POST',
  path: '/v1/merges/:id/undo',
  summary:
    'Bring back a merged lead as it was; the survivor keeps only what was changed since, and each gets back what was told under its id.',
  scope: 'leads:write',
  rateClass: 'write',
  params: mergeParams,
  success: { status: 200, body: leadMergeUndone },
  errors: [
    'LEAD.MERGE_NOT_FOUND',
    'LEAD.MERGE_UNDONE',
    'LEAD.MERGE_SURVIVOR_GONE',
    'LEAD.INVALID',
    'LEAD.DUPLICATE_EMAIL',
    'LEAD.DUPLICATE_PHONE',
    'LEAD.DUPLICATE_EXTERNAL_ID',
  ],
});
