import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/** A lead was soft-deleted: every service hides what belongs to it. Producer: lead. Key: tenantId:leadId. */
export const leadDeletedV1 = defineEvent({
  type: 'lead.deleted',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'leadId',
  data: z.object({
    leadId: z.uuid(),
    /** ISO 8601, UTC. */
    deletedAt: z.iso.datetime(),
  }),
});
