import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { leadStatus } from '../../lead-fields.js';
import { lead, leadIdParams, pageQuery } from './lead.js';

export const STATUS_TRIGGERS = ['manual', 'import', 'automation', 'merge'] as const;

export const changeLeadStatusBody = z
  .strictObject({
    status: leadStatus,
    /** When the change took effect; now when left out; not in the future. */
    changedAt: z.iso.datetime({ offset: true }).optional(),
  })
  .meta({ id: 'ChangeLeadStatus' });
export type ChangeLeadStatus = z.infer<typeof changeLeadStatusBody>;

export const changeLeadStatus = defineRoute({
  operation: 'changeLeadStatus',
  owner: 'lead',
  method: 'POST',
  path: '/v1/leads/:id/status',
  summary: 'Move a lead to another status.',
  scope: 'leads:write',
  rateClass: 'write',
  params: leadIdParams,
  body: changeLeadStatusBody,
  ifMatch: true,
  success: { status: 200, body: lead },
  errors: ['LEAD.NOT_FOUND', 'LEAD.STALE', 'LEAD.STATUS_UNCHANGED', 'LEAD.STATUS_NOT_ALLOWED', 'LEAD.INVALID'],
});

/** One move from a status to another. */
export const statusChange = z
  .object({
    id: z.uuid(),
    from: leadStatus,
    to: leadStatus,
    /** When the change took effect. */
    changedAt: z.iso.datetime(),
    /** Whole seconds spent in `from`; negative when the stated instants contradict each other. */
    secondsInStage: z.int(),
    trigger: z.enum(STATUS_TRIGGERS),
    /** Import that caused it, if one did. */
    importId: z.uuid().nullable(),
    /** When it was stored. */
    recordedAt: z.iso.datetime(),
  })
  .meta({ id: 'LeadStatusChange' });
export type StatusChange = z.infer<typeof statusChange>;

export const listLeadStatusHistory = defineRoute({
  operation: 'listLeadStatusHistory',
  owner: 'lead',
  method: 'GET',
  path: '/v1/leads/:id/status-history',
  summary: 'Status changes of a lead, latest stored first.',
  scope: 'leads:read',
  rateClass: 'read',
  params: leadIdParams,
  query: z.strictObject(pageQuery),
  success: {
    status: 200,
    body: z.object({ items: z.array(statusChange), nextCursor: z.string().nullable() }).meta({ id: 'LeadStatusChangePage' }),
  },
  errors: ['LEAD.NOT_FOUND'],
});
