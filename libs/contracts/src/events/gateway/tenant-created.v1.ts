import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { gatewayTopic } from '../../topics.js';

/** A tenant came to be. Producer: gateway. Key: tenantId:tenantId. */
export const tenantCreatedV1 = defineEvent({
  type: 'tenant.created',
  version: 1,
  producer: 'gateway',
  topic: gatewayTopic,
  aggregate: 'tenantId',
  data: z.object({
    tenantId: z.uuid(),
    name: z.string(),
    /** Region of data residency. */
    region: z.string(),
    /** ISO 8601, UTC. */
    createdAt: z.iso.datetime(),
  }),
});
