import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';
import { toldDocumentFields } from './told-document.js';

/** A document was soft-deleted; that it is hidden with what it belongs to, or goes by its term, is not told. Producer: lead. Key: tenantId:documentId. */
export const documentDeletedV1 = defineEvent({
  type: 'document.deleted',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'documentId',
  data: z.object({
    ...toldDocumentFields,
    /** ISO 8601, UTC. */
    deletedAt: z.iso.datetime(),
  }),
});
