import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { gatewayTopic } from '../../topics.js';

/** An API key was issued; the secret is nowhere in it. Producer: gateway. Key: tenantId:keyId. */
export const apiKeyCreatedV1 = defineEvent({
  type: 'api-key.created',
  version: 1,
  producer: 'gateway',
  topic: gatewayTopic,
  aggregate: 'keyId',
  data: z.object({
    keyId: z.uuid(),
    name: z.string(),
    scopes: z.array(z.string()),
    /** ISO 8601, UTC; null when it does not expire. */
    expiresAt: z.iso.datetime().nullable(),
    /** ISO 8601, UTC. */
    createdAt: z.iso.datetime(),
  }),
});
