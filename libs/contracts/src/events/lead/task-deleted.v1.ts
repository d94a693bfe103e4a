import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';
import { toldTaskFields } from './told-task.js';

/** A task was soft-deleted. Producer: lead. Key: tenantId:taskId. */
export const taskDeletedV1 = defineEvent({
  type: 'task.deleted',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'taskId',
  data: z.object({
    ...toldTaskFields,
    /** ISO 8601, UTC. */
    deletedAt: z.iso.datetime(),
  }),
});
