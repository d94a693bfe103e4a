import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { auditedVersion } from './audit-entry.js';
import { pageQuery } from './lead.js';

export const TAG_AUDIT_ACTIONS = ['created', 'updated', 'deleted'] as const;

/** Who changed a tag, from what to what. What it was put on tells that in its own audit. */
export const tagAuditEntry = z.object({ ...auditedVersion, action: z.enum(TAG_AUDIT_ACTIONS) }).meta({ id: 'TagAuditEntry' });
export type TagAuditEntry = z.infer<typeof tagAuditEntry>;

export const listTagAudit = defineRoute({
  operation: 'listTagAudit',
  owner: 'lead',
  method: 'GET',
  path: '/v1/tags/:id/audit',
  summary: 'Every change of a tag, latest first; of a deleted one, too.',
  scope: 'leads:read',
  rateClass: 'read',
  params: z.strictObject({ id: z.uuid() }),
  query: z.strictObject(pageQuery),
  success: {
    status: 200,
    body: z.object({ items: z.array(tagAuditEntry), nextCursor: z.string().nullable() }).meta({ id: 'TagAuditPage' }),
  },
  errors: ['LEAD.TAG_NOT_FOUND'],
});
