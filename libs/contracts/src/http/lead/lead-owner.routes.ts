import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { assignmentReplay, leadAssignment } from './distribution.js';
import { lead, leadIdParams, pageQuery } from './lead.js';

export const changeLeadOwner = defineRoute({
  operation: 'changeLeadOwner',
  owner: 'lead',
  method: 'PATCH',
  path: '/v1/leads/:id/owner',
  summary: 'Give a lead to a member by hand, whatever the rules say, or to nobody.',
  scope: 'leads:write',
  rateClass: 'write',
  params: leadIdParams,
  body: z
    .strictObject({
      /** A member of the tenant. */
      ownerId: z.uuid().nullable(),
    })
    .meta({ id: 'ChangeLeadOwner' }),
  ifMatch: true,
  success: { status: 200, body: lead },
  errors: ['LEAD.NOT_FOUND', 'LEAD.STALE', 'LEAD.MEMBER_UNKNOWN'],
});

export const listLeadAssignments = defineRoute({
  operation: 'listLeadAssignments',
  owner: 'lead',
  method: 'GET',
  path: '/v1/leads/:id/assignments',
  summary: 'Who had a lead, and why, latest first; those of leads that went into it are among them.',
  scope: 'leads:read',
  rateClass: 'read',
  params: leadIdParams,
  query: z.strictObject(pageQuery),
  success: {
    status: 200,
    body: z.object({ items: z.array(leadAssignment), nextCursor: z.string().nullable() }).meta({ id: 'LeadAssignmentPage' }),
  },
  errors: ['LEAD.NOT_FOUND'],
});

export const replayLeadAssignment = defineRoute({
  operation: 'replayLeadAssignment',
  owner: 'lead',
  method: 'GET',
  path: '/v1/leads/:id/assignments/:assignmentId/replay',
  summary: 'A distribution decided again from what was stored with it.',
  scope: 'leads:read',
  rateClass: 'read',
  params: z.strictObject({ id: z.uuid(), assignmentId: z.uuid() }),
  success: { status: 200, body: assignmentReplay },
  errors: ['LEAD.NOT_FOUND', 'LEAD.ASSIGNMENT_NOT_FOUND'],
});

export const leadOwnerRoutes = [changeLeadOwner, listLeadAssignments, replayLeadAssignment] as const;
