import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { interactionTopic } from '../../topics.js';

/**
 * An interaction that was recorded does not count: it was a machine's, somebody else's, or a mistake. It may be read before
 * `interaction.recorded`. Producer: engagement. Key: tenantId:leadId.
 */
export const interactionRetractedV1 = defineEvent({
  type: 'interaction.retracted',
  version: 1,
  producer: 'engagement',
  topic: interactionTopic,
  aggregate: 'leadId',
  data: z.object({
    leadId: z.uuid(),
    interactionId: z.uuid(),
    /** ISO 8601, UTC. */
    retractedAt: z.iso.datetime(),
  }),
});
