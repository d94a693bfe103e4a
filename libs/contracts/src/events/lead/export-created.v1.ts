import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/** A file of leads was asked for: who did is the actor, what is compared with is left out. Producer: lead. Key: tenantId:exportId. */
export const exportCreatedV1 = defineEvent({
  type: 'export.created',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'exportId',
  data: z.object({
    exportId: z.uuid(),
    /** `csv` or `xlsx`; more may come. */
    format: z.string(),
    /** As they were asked for: names of fields, `customFields.*` and `sourceMetadata.*`. */
    columns: z.array(z.string()),
    /** What the query narrows by: `status`, `email`. */
    query: z.array(z.string()),
    /** What the filter asks, condition by condition, however they are joined. */
    conditions: z.array(z.object({ field: z.string(), operator: z.string() })),
    /** The segment that it is narrowed by. */
    segmentId: z.uuid().nullable(),
    /** ISO 8601, UTC. */
    createdAt: z.iso.datetime(),
  }),
});
