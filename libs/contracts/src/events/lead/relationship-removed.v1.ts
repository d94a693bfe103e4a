import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/**
 * Two leads are no longer what they were to each other. The ids are those under which it was stated: a lead that went into another one is
 * its survivor's by `lead.merged`, and a deleted one has none while it is deleted; neither is told again here.
 * Producer: lead. Key: tenantId:relationshipId.
 */
export const relationshipRemovedV1 = defineEvent({
  type: 'relationship.removed',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'relationshipId',
  data: z.object({
    relationshipId: z.uuid(),
    /** What the one lead is to the other: a default type or one of the tenant's own; lower-case. */
    type: z.string(),
    /** What the other is to the one; the same word where both read alike. */
    inverse: z.string(),
    fromLeadId: z.uuid(),
    toLeadId: z.uuid(),
    /** ISO 8601, UTC. */
    removedAt: z.iso.datetime(),
  }),
});
