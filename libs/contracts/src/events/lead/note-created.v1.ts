import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';
import { toldNoteFields } from './told-note.js';

/** Somebody wrote a note about a lead, a deal or a task. Producer: lead. Key: tenantId:noteId. */
export const noteCreatedV1 = defineEvent({
  type: 'note.created',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'noteId',
  data: z.object({
    ...toldNoteFields,
    /** ISO 8601, UTC. */
    createdAt: z.iso.datetime(),
  }),
});
