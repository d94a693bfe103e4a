import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { gatewayTopic } from '../../topics.js';

/** An API key stopped working. Producer: gateway. Key: tenantId:keyId. */
export const apiKeyRevokedV1 = defineEvent({
  type: 'api-key.revoked',
  version: 1,
  producer: 'gateway',
  topic: gatewayTopic,
  aggregate: 'keyId',
  data: z.object({
    keyId: z.uuid(),
    /** ISO 8601, UTC. */
    revokedAt: z.iso.datetime(),
  }),
});
