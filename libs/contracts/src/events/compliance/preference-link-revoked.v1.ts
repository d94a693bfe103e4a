import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { complianceTopic } from '../../topics.js';

/** A link to the preference centre of a lead was closed before its time. Producer: compliance. Key: tenantId:linkId. */
export const preferenceLinkRevokedV1 = defineEvent({
  type: 'preference-link.revoked',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'linkId',
  data: z.object({
    linkId: z.uuid(),
    leadId: z.uuid(),
    /** ISO 8601, UTC. */
    revokedAt: z.iso.datetime(),
  }),
});
