import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';
import { toldDocumentFields } from './told-document.js';

/** A file was uploaded to a lead, a deal or a task, and is stored whole. Producer: lead. Key: tenantId:documentId. */
export const documentAddedV1 = defineEvent({
  type: 'document.added',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'documentId',
  data: z.object({
    ...toldDocumentFields,
    /** ISO 8601, UTC. */
    addedAt: z.iso.datetime(),
  }),
});
