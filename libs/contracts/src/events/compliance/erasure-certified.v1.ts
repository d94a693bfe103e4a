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
    /** The lead that was named. */
    leadId: z.uuid(),
    /** The lead, and all that went into it. */
    leadIds: z.array(z.uuid()),
    /** ISO 8601, UTC. */
    certifiedAt: z.iso.datetime(),
  }),
});
