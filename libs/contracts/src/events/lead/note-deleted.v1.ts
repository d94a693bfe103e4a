import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';
import { toldNoteFields } from './told-note.js';

/** A note was soft-deleted; that it is hidden with what it is about is not told. Producer: lead. Key: tenantId:noteId. */
export const noteDeletedV1 = defineEvent({
  type: 'note.deleted',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'noteId',
  data: z.object({
    ...toldNoteFields,
    /** ISO 8601, UTC. */
    deletedAt: z.iso.datetime(),
  }),
});
