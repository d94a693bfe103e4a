import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/** A lead is not known any more by what `lead-identity.added` told: a merge was undone, and the lead has it itself again. Producer: lead. Key: tenantId:identityId. */
export const leadIdentityRemovedV1 = defineEvent({
  type: 'lead-identity.removed',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'identityId',
  data: z.object({
    identityId: z.uuid(),
    /** Whose it was. */
    leadId: z.uuid(),
    /** ISO 8601, UTC. */
    removedAt: z.iso.datetime(),
  }),
});
