import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';
import { toldTaskFields } from './told-task.js';

/** Fields of an open task changed. Producer: lead. Key: tenantId:taskId. */
export const taskUpdatedV1 = defineEvent({
  type: 'task.updated',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'taskId',
  data: z.object({
    ...toldTaskFields,
    /** Names of the fields that differ from before, as in the public API. */
    changed: z.array(z.string()),
    /** ISO 8601, UTC. */
    updatedAt: z.iso.datetime(),
  }),
});
