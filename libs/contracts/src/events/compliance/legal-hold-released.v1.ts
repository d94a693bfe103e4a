import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { complianceTopic } from '../../topics.js';

/** A legal hold was ended by somebody. Holds that end by their time are not told of. Producer: compliance. Key: tenantId:holdId. */
export const legalHoldReleasedV1 = defineEvent({
  type: 'legal-hold.released',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'holdId',
  data: z.object({
    holdId: z.uuid(),
    leadId: z.uuid().nullable(),
    category: z.string().nullable(),
    releasedAt: z.iso.datetime(),
  }),
});
