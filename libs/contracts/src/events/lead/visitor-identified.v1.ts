import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/**
 * A visitor without a name turned out to be a lead: what was told under the visitor's id, before and after, belongs to that lead. Told
 * again when the lead was deleted and the visitor is another one by now. Producer: lead. Key: tenantId:visitorId.
 */
export const visitorIdentifiedV1 = defineEvent({
  type: 'visitor.identified',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'visitorId',
  data: z.object({
    /** Made up by the client that met the visitor; no lead has it for an id. */
    visitorId: z.uuid(),
    leadId: z.uuid(),
    /** ISO 8601, UTC. */
    identifiedAt: z.iso.datetime(),
  }),
});
