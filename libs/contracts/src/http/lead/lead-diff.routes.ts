import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { fieldChange } from './lead-audit.routes.js';
import { leadIdParams } from './lead.js';

const instant = z.iso.datetime({ offset: true });

/** Which version a lead had at an instant. */
const leadMoment = z.object({ version: z.int().min(1), at: z.iso.datetime() });

/** What is other at `to` than it was at `from`. */
export const leadDiff = z
  .object({
    leadId: z.uuid(),
    from: leadMoment,
    to: leadMoment,
    /** Each field once, in the order of the lead's fields; what changed and changed back is not there. */
    changes: z.array(fieldChange),
  })
  .meta({ id: 'LeadDiff' });
export type LeadDiff = z.infer<typeof leadDiff>;

export const diffLead = defineRoute({
  operation: 'diffLead',
  owner: 'lead',
  method: 'GET',
  path: '/v1/leads/:id/diff',
  summary: 'The difference between a lead at two instants, in either order.',
  scope: 'leads:read',
  rateClass: 'read',
  params: leadIdParams,
  query: z.strictObject({
    from: instant,
    /** Now when left out. */
    to: instant.optional(),
  }),
  success: { status: 200, body: leadDiff },
  errors: ['LEAD.NOT_FOUND', 'LEAD.INVALID_INSTANT'],
});
