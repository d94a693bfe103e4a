import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/** A profile, a pool or a rule set of distribution changed. Producer: lead. Key: tenantId:subjectId. */
export const distributionChangedV1 = defineEvent({
  type: 'distribution.changed',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'subjectId',
  data: z.object({
    /** `member`, `pool` or `rules`; more may come. */
    subject: z.string(),
    subjectId: z.uuid(),
    /** `created`, `updated`, `activated` or `retired`; more may come. */
    action: z.string(),
    /** Of the subject, after the change. */
    version: z.int().min(1),
    /** ISO 8601, UTC. */
    changedAt: z.iso.datetime(),
  }),
});
