import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { complianceTopic } from '../../topics.js';

/**
 * An entry of the record of processing activities was made, changed or ended; its content, which names people of the controller, is read by its id.
 * Producer: compliance. Key: tenantId:activityId.
 */
export const processingActivityChangedV1 = defineEvent({
  type: 'processing-activity.changed',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'activityId',
  data: z.object({
    activityId: z.uuid(),
    /** `created`, `updated` or `ended`; more may come. */
    action: z.string(),
    /** Of the entry, after the change. */
    version: z.int().min(1),
    /** Names of what differs from before, as in the public API; all of them for a new entry, none for one that ended. */
    changed: z.array(z.string()),
    /** When somebody must look whether it is still true. */
    reviewOn: z.iso.date().nullable(),
    /** ISO 8601, UTC. */
    changedAt: z.iso.datetime(),
  }),
});
