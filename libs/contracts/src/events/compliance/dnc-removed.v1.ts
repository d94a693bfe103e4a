import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { complianceTopic } from '../../topics.js';

/** A DNC entry was withdrawn, or has expired. Producer: compliance. Key: tenantId:entryId. */
export const dncRemovedV1 = defineEvent({
  type: 'dnc.removed',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'entryId',
  data: z.object({
    entryId: z.uuid(),
    /** From then on the entry blocks nothing; of an expired one its expiry. ISO 8601, UTC. */
    removedAt: z.iso.datetime(),
    /** Left out: withdrawn. */
    cause: z.enum(['withdrawn', 'expired']).optional(),
  }),
});
