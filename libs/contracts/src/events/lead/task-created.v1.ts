import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';
import { toldTaskFields } from './told-task.js';

/** A task was made, by a person, an automation or its series. Producer: lead. Key: tenantId:taskId. */
export const taskCreatedV1 = defineEvent({
  type: 'task.created',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'taskId',
  data: z.object({
    ...toldTaskFields,
    /** `manual`, `recurrence` (the task before in its series), `event`, `rule`, `sequence` or `workflow`. */
    triggerKind: z.string(),
    /** Of what made it; null when a person did. */
    triggerId: z.string().nullable(),
    /** ISO 8601, UTC. */
    createdAt: z.iso.datetime(),
  }),
});
