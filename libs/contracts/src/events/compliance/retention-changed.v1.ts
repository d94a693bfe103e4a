import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { complianceTopic } from '../../topics.js';

/** A tenant said how long it keeps what; carries all that it says. Producer: compliance. Key: tenantId:tenantId. */
export const retentionChangedV1 = defineEvent({
  type: 'retention.changed',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'policyId',
  data: z.object({
    /** The tenant's own id: it has one policy. */
    policyId: z.uuid(),
    version: z.int().min(2),
    /** A category that is not named goes by its default. Readers must accept categories and actions that they do not know. */
    rules: z.array(z.object({ category: z.string(), action: z.string(), afterDays: z.int().min(1) })),
    /** ISO 8601, UTC. */
    updatedAt: z.iso.datetime(),
  }),
});
