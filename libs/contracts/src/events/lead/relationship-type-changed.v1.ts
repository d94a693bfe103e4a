import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/**
 * A tenant added a kind of relationship, or removed one; in between none changes. One that is added after another of its name was removed has an id of its
 * own. Producer: lead. Key: tenantId:typeId.
 */
export const relationshipTypeChangedV1 = defineEvent({
  type: 'relationship-type.changed',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'typeId',
  data: z.object({
    typeId: z.uuid(),
    /** `created` or `deleted`; more may come. */
    action: z.string(),
    /** Of the type, after the change. */
    version: z.int().min(1),
    /** What the one lead is to the other; lower-case. */
    name: z.string(),
    /** What the other is to the one; the same word where both read alike. */
    inverse: z.string(),
    /** Whom it makes weigh more: `from`, `to` or `both`. */
    influence: z.string(),
    /** ISO 8601, UTC. */
    changedAt: z.iso.datetime(),
  }),
});
