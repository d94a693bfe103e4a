import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';
import { toldTaskFields } from './told-task.js';

/** A task will not be done. Producer: lead. Key: tenantId:taskId. */
export const taskDismissedV1 = defineEvent({
  type: 'task.dismissed',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'taskId',
  data: z.object({
    ...toldTaskFields,
    /** ISO 8601, UTC. */
    dismissedAt: z.iso.datetime(),
  }),
});
