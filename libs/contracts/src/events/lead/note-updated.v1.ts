import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';
import { toldNoteFields } from './told-note.js';

/** A note was changed, pinned or taken off the top. Producer: lead. Key: tenantId:noteId. */
export const noteUpdatedV1 = defineEvent({
  type: 'note.updated',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'noteId',
  data: z.object({
    ...toldNoteFields,
    /** Names of the fields that differ from before, as in the public API: `body`, `pinned`. */
    changed: z.array(z.string()),
    /** ISO 8601, UTC. */
    updatedAt: z.iso.datetime(),
  }),
});
