import { z } from 'zod';
import { defineRoute } from '../../define-route.js';

/** An organisation: everything else belongs to one. */
export const tenant = z
  .object({
    id: z.uuid(),
    name: z.string(),
    /** Region of data residency, for example `eu`. */
    region: z.string(),
    createdAt: z.iso.datetime(),
    version: z.int().min(1),
  })
  .meta({ id: 'Tenant' });
export type Tenant = z.infer<typeof tenant>;

export const getCurrentTenant = defineRoute({
  operation: 'getCurrentTenant',
  owner: 'gateway',
  method: 'GET',
  path: '/v1/tenants/current',
  summary: 'The tenant that the credential belongs to.',
  scope: 'tenant:read',
  rateClass: 'read',
  success: { status: 200, body: tenant },
});
