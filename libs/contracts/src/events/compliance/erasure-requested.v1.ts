import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { complianceTopic } from '../../topics.js';

/** A person's data are to be erased everywhere. Producer: compliance. Key: tenantId:erasureId. */
export const erasureRequestedV1 = defineEvent({
  type: 'erasure.requested',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'erasureId',
  data: z.object({
    erasureId: z.uuid(),
    /** The lead that was named; null where addresses of somebody were who is no lead. */
    leadId: z.uuid().nullable(),
    /** ISO 8601, UTC. */
    requestedAt: z.iso.datetime(),
  }),
});
