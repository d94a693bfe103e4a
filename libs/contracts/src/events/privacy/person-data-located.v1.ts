import { z } from 'zod';
import { defineEvent, SERVICES } from '../../define-event.js';
import { privacyTopic } from '../../topics.js';

/** The names by which a service knows a person: under each may lie a key. Producer: every service. Key: tenantId:requestId. */
export const personDataLocatedV1 = defineEvent({
  type: 'person-data.located',
  version: 1,
  producer: SERVICES,
  topic: privacyTopic,
  aggregate: 'requestId',
  person: 'request:{requestId}',
  data: z.object({
    requestId: z.uuid(),
    service: z.enum(SERVICES),
    /** The step that was asked for: an erasure tells once more what it found. */
    step: z.enum(['references', 'erase']),
    round: z.int().min(1),
    /** `email:<lower-cased address>`, `phone:<E.164>`, `lead:<id>`; every one that the service ever held, beyond those it was asked with. */
    references: z.array(z.string()).nullable().meta({ personal: true }),
  }),
});
