import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/**
 * A member did not respond to a lead in time; told once an assignment. Its sequence is the version the lead had then.
 * Producer: lead. Key: tenantId:leadId.
 */
export const leadResponseMissedV1 = defineEvent({
  type: 'lead.response-missed',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'leadId',
  data: z.object({
    leadId: z.uuid(),
    assignmentId: z.uuid(),
    memberId: z.uuid(),
    poolId: z.uuid(),
    round: z.int().min(1),
    /** ISO 8601, UTC. */
    dueAt: z.iso.datetime(),
    /** When it was found, ISO 8601, UTC. */
    missedAt: z.iso.datetime(),
  }),
});
