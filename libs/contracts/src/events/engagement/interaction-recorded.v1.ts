import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { interactionTopic } from '../../topics.js';

/** A lead did something that a client reported; applied once per client event id. Producer: engagement. Key: tenantId:leadId. */
export const interactionRecordedV1 = defineEvent({
  type: 'interaction.recorded',
  version: 1,
  producer: 'engagement',
  topic: interactionTopic,
  aggregate: 'leadId',
  data: z.object({
    leadId: z.uuid(),
    interactionId: z.uuid(),
    /** Id that the client gave; unique per tenant. */
    clientEventId: z.string(),
    /** For example `page_view`, `form_view`, `content_open`, `call_answered`. */
    kind: z.string(),
    /** When it happened by the client, ISO 8601, UTC. */
    occurredAt: z.iso.datetime(),
    /** When we stored it, ISO 8601, UTC. */
    recordedAt: z.iso.datetime(),
  }),
});
