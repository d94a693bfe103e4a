import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/**
 * Somebody said what one lead is to another. The ids are those under which it was stated: a lead that went into another one is
 * its survivor's by `lead.merged`, and a deleted one has none while it is deleted; neither is told again here.
 * Producer: lead. Key: tenantId:relationshipId.
 */
export const relationshipAddedV1 = defineEvent({
  type: 'relationship.added',
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
    addedAt: z.iso.datetime(),
  }),
});
