import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';
import { toldTaskFields } from './told-task.js';

/**
 * An open task was not closed by the instant at which it was due; told once for each instant it was due at.
 * Producer: lead. Key: tenantId:taskId.
 */
export const taskOverdueV1 = defineEvent({
  type: 'task.overdue',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'taskId',
  data: z.object(toldTaskFields),
});
