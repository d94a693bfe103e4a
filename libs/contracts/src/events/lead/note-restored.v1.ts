import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';
import { toldNoteFields } from './told-note.js';

/** A deleted note came back. Producer: lead. Key: tenantId:noteId. */
export const noteRestoredV1 = defineEvent({
  type: 'note.restored',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'noteId',
  data: z.object({
    ...toldNoteFields,
    /** ISO 8601, UTC. */
    restoredAt: z.iso.datetime(),
  }),
});
