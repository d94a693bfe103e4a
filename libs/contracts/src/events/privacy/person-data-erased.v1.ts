import { z } from 'zod';
import { defineEvent, SERVICES } from '../../define-event.js';
import { privacyTopic } from '../../topics.js';

const count = z.int().min(0);

/** The receipt of a service for what it erased. Producer: every service. Key: tenantId:requestId. */
export const personDataErasedV1 = defineEvent({
  type: 'person-data.erased',
  version: 1,
  producer: SERVICES,
  topic: privacyTopic,
  aggregate: 'requestId',
  data: z.object({
    requestId: z.uuid(),
    service: z.enum(SERVICES),
    round: z.int().min(1),
    /** Every store of the service, those too in which nothing was found. */
    stores: z.array(
      z.object({
        store: z.string(),
        kind: z.enum(['table', 'files', 'cache', 'topic', 'dead-letters']),
        /** Records that are gone. */
        removed: count,
        /** Records that stay without what spoke of the person. */
        blanked: count,
        /** Records that stay as they are. */
        kept: count,
        /** Why they stay; null where none does. */
        keptFor: z.string().nullable(),
      }),
    ),
    /** ISO 8601, UTC. */
    doneAt: z.iso.datetime(),
  }),
});
