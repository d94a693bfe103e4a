import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { auditedVersion } from './audit-entry.js';
import { pageQuery } from './lead.js';

export const DEAL_AUDIT_ACTIONS = ['created', 'updated', 'moved', 'deleted', 'restored'] as const;

/** Who changed a deal, from what to what. */
export const dealAuditEntry = z.object({ ...auditedVersion, action: z.enum(DEAL_AUDIT_ACTIONS) }).meta({ id: 'DealAuditEntry' });
export type DealAuditEntry = z.infer<typeof dealAuditEntry>;

export const listDealAudit = defineRoute({
  operation: 'listDealAudit',
  owner: 'lead',
  method: 'GET',
  path: '/v1/deals/:id/audit',
  summary: 'Every change of a deal, latest first; of a deleted one, too.',
  scope: 'leads:read',
  rateClass: 'read',
  params: z.strictObject({ id: z.uuid() }),
  query: z.strictObject(pageQuery),
  success: {
    status: 200,
    body: z.object({ items: z.array(dealAuditEntry), nextCursor: z.string().nullable() }).meta({ id: 'DealAuditPage' }),
  },
  errors: ['LEAD.DEAL_NOT_FOUND'],
});
