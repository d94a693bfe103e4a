import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/**
 * Somebody had a lead without owner distributed: it waits for one from now on. Leads that wait since they were captured are not told. Its sequence is the
 * version the lead had then. Producer: lead. Key: tenantId:leadId.
 */
export const leadQueuedV1 = defineEvent({
  type: 'lead.queued',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'leadId',
  data: z.object({
    leadId: z.uuid(),
    /** `hand`; more may come. */
    way: z.string(),
    /** ISO 8601, UTC. */
    queuedAt: z.iso.datetime(),
  }),
});
