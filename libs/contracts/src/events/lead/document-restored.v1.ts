import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';
import { toldDocumentFields } from './told-document.js';

/** A deleted document came back. Producer: lead. Key: tenantId:documentId. */
export const documentRestoredV1 = defineEvent({
  type: 'document.restored',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'documentId',
  data: z.object({
    ...toldDocumentFields,
    /** ISO 8601, UTC. */
    restoredAt: z.iso.datetime(),
  }),
});
