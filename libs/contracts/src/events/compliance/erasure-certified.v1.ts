import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { complianceTopic } from '../../topics.js';

/** Every service has erased a person's data and has said so; the certificate tells what. Producer: compliance. Key: tenantId:erasureId. */
export const erasureCertifiedV1 = defineEvent({
  type: 'erasure.certified',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'erasureId',
  data: z.object({
    erasureId: z.uuid(),
    /** The lead that was named; null where addresses of somebody were who is no lead. */
    leadId: z.uuid().nullable(),
    /** The lead, and all that went into it; none of somebody who is no lead. */
    leadIds: z.array(z.uuid()),
    /** ISO 8601, UTC. */
    certifiedAt: z.iso.datetime(),
  }),
});
