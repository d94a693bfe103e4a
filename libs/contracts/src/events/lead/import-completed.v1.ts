import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/** An import came to its end, or a draft was thrown away; the four outcomes add up to `rows`. Producer: lead. Key: tenantId:importId. */
export const importCompletedV1 = defineEvent({
  type: 'import.completed',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'importId',
  data: z.object({
    importId: z.uuid(),
    /** `completed`, `failed`, `cancelled` or `reverted`; more may come. */
    status: z.string(),
    rows: z.int().min(0),
    created: z.int().min(0),
    updated: z.int().min(0),
    skipped: z.int().min(0),
    failed: z.int().min(0),
    /** ISO 8601, UTC. */
    completedAt: z.iso.datetime(),
  }),
});
