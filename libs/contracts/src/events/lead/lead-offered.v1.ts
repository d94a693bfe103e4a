import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/** Members of a pool may claim a lead. Its sequence is the version the lead had then. Producer: lead. Key: tenantId:leadId. */
export const leadOfferedV1 = defineEvent({
  type: 'lead.offered',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'leadId',
  data: z.object({
    leadId: z.uuid(),
    poolId: z.uuid(),
    ruleSetNumber: z.int().min(1),
    ruleKey: z.string(),
    /** ISO 8601, UTC. */
    offeredAt: z.iso.datetime(),
  }),
});
