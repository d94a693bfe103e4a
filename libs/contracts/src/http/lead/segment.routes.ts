import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { fieldChange } from './lead-audit.routes.js';
import { pageQuery } from './lead.js';
import {
  changeSegmentMembersBody,
  createSegmentBody,
  patchSegmentBody,
  previewSegmentBody,
  segment,
  segmentMember,
  segmentMembersChange,
  segmentPreview,
} from './segment.js';

const params = z.strictObject({ id: z.uuid() });
const page = <T extends z.ZodType>(item: T, id: string) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() }).meta({ id });
const segmentPage = page(segment, 'SegmentPage');

export const createSegment = defineRoute({
  operation: 'createSegment',
  owner: 'lead',
  method: 'POST',
  path: '/v1/segments',
  summary: 'Make a segment; the leads that there are come in in the background.',
  scope: 'leads:write',
  rateClass: 'write',
  body: createSegmentBody,
  success: { status: 201, body: segment },
  errors: ['LEAD.SEGMENT_INVALID', 'LEAD.SEGMENT_LIMIT'],
});

export const listSegments = defineRoute({
  operation: 'listSegments',
  owner: 'lead',
  method: 'GET',
  path: '/v1/segments',
  summary: 'Segments that the caller may see, newest first; those that are there unless deleted ones are asked for.',
  scope: 'leads:read',
  rateClass: 'read',
  query: z.strictObject({
    ...pageQuery,
    limit: z.coerce.number().int().min(1).max(200).default(50),
    /** `true` lists the deleted segments instead. */
    deleted: z.enum(['true', 'false']).default('false'),
  }),
  success: { status: 200, body: segmentPage },
});

export const previewSegment = defineRoute({
  operation: 'previewSegment',
  owner: 'lead',
  method: 'POST',
  path: '/v1/segments/preview',
  summary: 'How many leads a filter finds now, some of them, and what it says in words; nothing is saved.',
  scope: 'leads:read',
  rateClass: 'read',
  body: previewSegmentBody,
  success: { status: 200, body: segmentPreview },
  errors: ['LEAD.SEGMENT_INVALID'],
});

export const readSegment = defineRoute({
  operation: 'readSegment',
  owner: 'lead',
  method: 'GET',
  path: '/v1/segments/:id',
  summary: 'One segment; the version is the ETag.',
  scope: 'leads:read',
  rateClass: 'read',
  params,
  success: { status: 200, body: segment },
  errors: ['LEAD.SEGMENT_NOT_FOUND'],
});

export const patchSegment = defineRoute({
  operation: 'patchSegment',
  owner: 'lead',
  method: 'PATCH',
  path: '/v1/segments/:id',
  summary: 'Change a segment; by another filter leads come in and leave in the background.',
  scope: 'leads:write',
  rateClass: 'write',
  params,
  body: patchSegmentBody,
  ifMatch: true,
  success: { status: 200, body: segment },
  errors: ['LEAD.SEGMENT_NOT_FOUND', 'LEAD.SEGMENT_STALE', 'LEAD.SEGMENT_INVALID', 'LEAD.SEGMENT_STATIC', 'LEAD.SEGMENT_NOT_YOURS'],
});

export const deleteSegment = defineRoute({
  operation: 'deleteSegment',
  owner: 'lead',
  method: 'DELETE',
  path: '/v1/segments/:id',
  summary: 'Delete a segment. Nothing is told of the leads that were in it; who they are is kept for 30 days.',
  scope: 'leads:write',
  rateClass: 'write',
  params,
  ifMatch: true,
  success: { status: 204 },
  errors: ['LEAD.SEGMENT_NOT_FOUND', 'LEAD.SEGMENT_STALE', 'LEAD.SEGMENT_NOT_YOURS'],
});

export const restoreSegment = defineRoute({
  operation: 'restoreSegment',
  owner: 'lead',
  method: 'POST',
  path: '/v1/segments/:id/restore',
  summary:
    'Bring back a deleted segment. A dynamic one is filled again in the background, and only who came in or left is told; a static one has who was in it, for 30 days, then it does not come back.',
  scope: 'leads:write',
  rateClass: 'write',
  params,
  success: { status: 200, body: segment },
  errors: ['LEAD.SEGMENT_NOT_FOUND', 'LEAD.SEGMENT_NOT_DELETED', 'LEAD.SEGMENT_NOT_YOURS', 'LEAD.SEGMENT_LIMIT', 'LEAD.SEGMENT_FORGOTTEN'],
});

export const listSegmentMembers = defineRoute({
  operation: 'listSegmentMembers',
  owner: 'lead',
  method: 'GET',
  path: '/v1/segments/:id/members',
  summary: 'Live leads in a segment, by id.',
  scope: 'leads:read',
  rateClass: 'read',
  params,
  query: z.strictObject(pageQuery),
  success: { status: 200, body: page(segmentMember, 'SegmentMemberPage') },
  errors: ['LEAD.SEGMENT_NOT_FOUND'],
});

export const changeSegmentMembers = defineRoute({
  operation: 'changeSegmentMembers',
  owner: 'lead',
  method: 'POST',
  path: '/v1/segments/:id/members',
  summary: 'Put leads into a static segment, and take leads out of it.',
  scope: 'leads:write',
  rateClass: 'write',
  params,
  body: changeSegmentMembersBody,
  success: { status: 200, body: segmentMembersChange },
  errors: ['LEAD.SEGMENT_NOT_FOUND', 'LEAD.SEGMENT_DYNAMIC', 'LEAD.SEGMENT_NOT_YOURS'],
});

/** Who did what to a segment. */
export const segmentChange = z
  .object({
    /** Of the segment, after the change. */
    version: z.int().min(1),
    action: z.enum(['created', 'updated', 'deleted', 'restored']),
    changes: z.array(fieldChange),
    actor: z.object({ kind: z.string(), id: z.string() }),
    requestId: z.string(),
    recordedAt: z.iso.datetime(),
  })
  .meta({ id: 'SegmentChange' });
export type SegmentChange = z.infer<typeof segmentChange>;

export const listSegmentChanges = defineRoute({
  operation: 'listSegmentChanges',
  owner: 'lead',
  method: 'GET',
  path: '/v1/segments/:id/history',
  summary: 'Every change of a segment, latest first.',
  scope: 'leads:read',
  rateClass: 'read',
  params,
  query: z.strictObject(pageQuery),
  success: { status: 200, body: page(segmentChange, 'SegmentChangePage') },
  errors: ['LEAD.SEGMENT_NOT_FOUND'],
});

export const listSegmentsOfLead = defineRoute({
  operation: 'listSegmentsOfLead',
  owner: 'lead',
  method: 'GET',
  path: '/v1/leads/:id/segments',
  summary: 'Segments that a lead is in, of those that the caller may see, newest first.',
  scope: 'leads:read',
  rateClass: 'read',
  params,
  success: { status: 200, body: z.object({ items: z.array(segment), nextCursor: z.null() }).meta({ id: 'SegmentsOfLead' }) },
  errors: ['LEAD.NOT_FOUND'],
});

export const segmentRoutes = [
  createSegment,
  listSegments,
  previewSegment,
  readSegment,
  patchSegment,
  deleteSegment,
  restoreSegment,
  listSegmentMembers,
  changeSegmentMembers,
  listSegmentChanges,
  listSegmentsOfLead,
] as const;
