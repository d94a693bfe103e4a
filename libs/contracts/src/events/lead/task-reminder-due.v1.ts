import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';
import { toldTaskFields } from './told-task.js';

/**
 * The member is to be reminded of an open task; told once for each such instant. Its sequence is the version that the task had then.
 * Producer: lead. Key: tenantId:taskId.
 */
export const taskReminderDueV1 = defineEvent({
  type: 'task.reminder-due',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'taskId',
  data: z.object({
    ...toldTaskFields,
    /** The instant that was asked for; it may lie some seconds back, or as long as no worker was there. ISO 8601, UTC. */
    remindAt: z.iso.datetime(),
    /** Between `remindAt` and `dueAt`. */
    minutesBefore: z.int(),
  }),
});
