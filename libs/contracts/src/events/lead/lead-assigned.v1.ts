import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/** The owner of a lead changed, whoever changed it. Its sequence is the version the lead had then. Producer: lead. Key: tenantId:leadId. */
export const leadAssignedV1 = defineEvent({
  type: 'lead.assigned',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'leadId',
  data: z.object({
    leadId: z.uuid(),
    assignmentId: z.uuid(),
    /** Null when nobody has it any more. */
    memberId: z.uuid().nullable(),
    previousMemberId: z.uuid().nullable(),
    /** `rule`, `claim`, `reassigned`, `hand` or `stated` (with other fields of the lead); more may come. */
    way: z.string(),
    /** `round-robin`, `weighted`, `least-busy` or `claim`; null where no rule decided. */
    strategy: z.string().nullable(),
    ruleSetNumber: z.int().min(1).nullable(),
    ruleKey: z.string().nullable(),
    poolId: z.uuid().nullable(),
    /** Which time it was given, because nobody responded before. */
    round: z.int().min(1).nullable(),
    /** By when the member has to respond, ISO 8601, UTC. */
    respondBy: z.iso.datetime().nullable(),
    /** ISO 8601, UTC. */
    assignedAt: z.iso.datetime(),
  }),
});
