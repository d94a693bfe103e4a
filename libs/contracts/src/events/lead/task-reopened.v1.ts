import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';
import { toldTaskFields } from './told-task.js';

/** A closed task is to be done after all. Producer: lead. Key: tenantId:taskId. */
export const taskReopenedV1 = defineEvent({
  type: 'task.reopened',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'taskId',
  data: z.object({
    ...toldTaskFields,
    /** ISO 8601, UTC. */
    reopenedAt: z.iso.datetime(),
  }),
});
