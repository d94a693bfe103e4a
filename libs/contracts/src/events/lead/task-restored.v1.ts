import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';
import { toldTaskFields } from './told-task.js';

/** A deleted task came back. Producer: lead. Key: tenantId:taskId. */
export const taskRestoredV1 = defineEvent({
  type: 'task.restored',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'taskId',
  data: z.object({
    ...toldTaskFields,
    /** ISO 8601, UTC. */
    restoredAt: z.iso.datetime(),
  }),
});
