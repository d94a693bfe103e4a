import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { complianceTopic } from '../../topics.js';

/** A link to the preference centre of a lead was given out; its address is told to nobody else. Producer: compliance. Key: tenantId:linkId. */
export const preferenceLinkCreatedV1 = defineEvent({
  type: 'preference-link.created',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'linkId',
  data: z.object({
    linkId: z.uuid(),
    leadId: z.uuid(),
    /** ISO 8601, UTC. */
    createdAt: z.iso.datetime(),
    /** It opens nothing from then on; ISO 8601, UTC. */
    expiresAt: z.iso.datetime(),
  }),
});
