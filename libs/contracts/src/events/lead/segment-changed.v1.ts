import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/** A segment was made, changed, filled, deleted or restored. Producer: lead. Key: tenantId:segmentId. */
export const segmentChangedV1 = defineEvent({
  type: 'segment.changed',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'segmentId',
  data: z.object({
    segmentId: z.uuid(),
    name: z.string(),
    /** `dynamic` or `static`. */
    kind: z.string(),
    /** `private`, `team` or `public`. */
    visibility: z.string(),
    /** `backfilling` or `ready`. */
    status: z.string(),
    /** ISO 8601, UTC. */
    changedAt: z.iso.datetime(),
    /** Null while the segment is there. */
    deletedAt: z.iso.datetime().nullable(),
  }),
});
