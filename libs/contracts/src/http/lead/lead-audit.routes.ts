import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { leadIdParams, pageQuery } from './lead.js';

export const AUDIT_ACTIONS = ['created', 'updated', 'status-changed', 'deleted', 'restored', 'merged', 'unmerged'] as const;

/** One field before and after; a custom field is `customFields.<key>`, by its present key. */
export const fieldChange = z.object({ field: z.string(), before: z.unknown(), after: z.unknown() });

/** Who changed which fields of a lead, from what to what. */
export const leadAuditEntry = z
  .object({
    id: z.uuid(),
    action: z.enum(AUDIT_ACTIONS),
    /** Version of the lead after the change. */
    version: z.int().min(1),
    /** `before` is null in a creation, and for a field that was empty. */
    changes: z.array(fieldChange),
    actor: z.object({ kind: z.string(), id: z.string() }),
    /** Address of the client; null for changes made by a service. */
    clientIp: z.string().nullable(),
    requestId: z.string(),
    importId: z.uuid().nullable(),
    recordedAt: z.iso.datetime(),
  })
  .meta({ id: 'LeadAuditEntry' });
export type LeadAuditEntry = z.infer<typeof leadAuditEntry>;

export const listLeadAuditQuery = z.strictObject({
  ...pageQuery,
  /** Only changes of this field, `company` or `customFields.budget-tier`. */
  field: z.string().max(100).optional(),
  /** Only changes by this member, API key or service. */
  actorId: z.string().max(100).optional(),
  'recordedAt.gte': z.iso.datetime({ offset: true }).optional(),
  'recordedAt.lt': z.iso.datetime({ offset: true }).optional(),
});
export type ListLeadAuditQuery = z.infer<typeof listLeadAuditQuery>;

export const listLeadAudit = defineRoute({
  operation: 'listLeadAudit',
  owner: 'lead',
  method: 'GET',
  path: '/v1/leads/:id/audit',
  summary: 'Field-level audit of a lead, latest first; stays readable after the lead was deleted.',
  scope: 'leads:read',
  rateClass: 'read',
  params: leadIdParams,
  query: listLeadAuditQuery,
  success: {
    status: 200,
    body: z.object({ items: z.array(leadAuditEntry), nextCursor: z.string().nullable() }).meta({ id: 'LeadAuditPage' }),
  },
  errors: ['LEAD.NOT_FOUND'],
});

/** One entry of the audit, and of which lead it is. */
export const leadChange = leadAuditEntry.extend({ leadId: z.uuid() }).meta({ id: 'LeadChange' });
export type LeadChange = z.infer<typeof leadChange>;

export const listLeadChangesQuery = listLeadAuditQuery.extend({
  /** Only changes of this lead; of one that is not there, none. */
  leadId: z.uuid().optional(),
});
export type ListLeadChangesQuery = z.infer<typeof listLeadChangesQuery>;

export const listLeadChanges = defineRoute({
  operation: 'listLeadChanges',
  owner: 'lead',
  method: 'GET',
  path: '/v1/lead-audit',
  summary:
    'Field-level audit of all leads, latest first, deleted ones included. A page may hold fewer than `limit`: `nextCursor` tells whether more follow.',
  scope: 'leads:read',
  rateClass: 'read',
  query: listLeadChangesQuery,
  success: {
    status: 200,
    body: z.object({ items: z.array(leadChange), nextCursor: z.string().nullable() }).meta({ id: 'LeadChangePage' }),
  },
});
