import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';
import { toldTaskFields } from './told-task.js';

/** A task was done. Producer: lead. Key: tenantId:taskId. */
export const taskCompletedV1 = defineEvent({
  type: 'task.completed',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'taskId',
  data: z.object({
    ...toldTaskFields,
    /** ISO 8601, UTC. */
    completedAt: z.iso.datetime(),
  }),
});
