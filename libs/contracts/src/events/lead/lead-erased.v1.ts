import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/**
 * The person behind a lead was erased: nothing comes after it, the lead is gone for good, and what others keep of it is to go too. Figures
 * about the past stay. Producer: lead. Key: tenantId:leadId.
 */
export const leadErasedV1 = defineEvent({
  type: 'lead.erased',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'leadId',
  data: z.object({
    leadId: z.uuid(),
    /** ISO 8601, UTC. */
    erasedAt: z.iso.datetime(),
  }),
});
