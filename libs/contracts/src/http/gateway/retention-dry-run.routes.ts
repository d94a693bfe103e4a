import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { retentionRules } from '../compliance/retention.routes.js';
import { retentionCount } from '../retention-count.js';
import { missingReason } from './lead-360.routes.js';

/** Services that have rows whose time may be over. */
export const RETAINING_SERVICES = ['engagement', 'email-events', 'compliance', 'lead'] as const;
export type RetainingService = (typeof RETAINING_SERVICES)[number];

export const retentionDryRun = z
  .object({
    /** When it was asked. */
    at: z.iso.datetime(),
    items: z.array(retentionCount.extend({ service: z.enum(RETAINING_SERVICES) })),
    /** Services that did not answer: their categories are not among the items. */
    missing: z.array(z.object({ service: z.enum(RETAINING_SERVICES), reason: missingReason })),
  })
  .meta({ id: 'RetentionDryRun' });
export type RetentionDryRun = z.infer<typeof retentionDryRun>;

export const dryRunRetention = defineRoute({
  operation: 'dryRunRetention',
  owner: 'gateway',
  method: 'POST',
  path: '/v1/retention/dry-runs',
  summary: 'How many rows would go now, category by category, and how many legal holds keep; nothing goes.',
  scope: 'compliance:read',
  rateClass: 'read',
  body: z
    .strictObject({
      /** In place of what the tenant said, to try it; what is left out of it goes by the defaults. */
      rules: retentionRules.optional(),
    })
    .meta({ id: 'DryRunRetention' }),
  success: { status: 200, body: retentionDryRun },
});
