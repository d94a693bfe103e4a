import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/**
 * A tenant said anew by which custom fields its leads are compared; carries all of them, and no value of any lead. A field that is removed goes from them by
 * its own `custom-field.changed`. Producer: lead. Key: tenantId:tenantId.
 */
export const duplicateFactsChangedV1 = defineEvent({
  type: 'duplicate-facts.changed',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'factsId',
  data: z.object({
    /** The tenant's own id: it has one set of facts. */
    factsId: z.uuid(),
    /** Grows by one with every change. */
    version: z.int().min(1),
    facts: z.array(
      z.object({
        fieldId: z.uuid(),
        /** Under which records carry its values. */
        key: z.string(),
        /** `date` or `identifier`; more may come. */
        kind: z.string(),
      }),
    ),
    /** ISO 8601, UTC. */
    changedAt: z.iso.datetime(),
  }),
});
