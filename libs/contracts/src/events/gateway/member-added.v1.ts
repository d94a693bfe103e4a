import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { gatewayTopic } from '../../topics.js';

/** A person joined a tenant. Producer: gateway. Key: tenantId:memberId. */
export const memberAddedV1 = defineEvent({
  type: 'member.added',
  version: 1,
  producer: 'gateway',
  topic: gatewayTopic,
  aggregate: 'memberId',
  person: 'member:{memberId}',
  data: z.object({
    memberId: z.uuid(),
    /** Lower-cased; null once erased. */
    email: z.email().nullable().meta({ personal: true }),
    role: z.enum(['admin', 'manager', 'agent', 'analyst']),
    /** ISO 8601, UTC. */
    addedAt: z.iso.datetime(),
  }),
});
