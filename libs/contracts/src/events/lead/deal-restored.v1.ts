import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';
import { toldDealFields } from './told-deal-fields.js';

/** A deleted deal is there again, as the last card of its stage. Producer: lead. Key: tenantId:dealId. */
export const dealRestoredV1 = defineEvent({
  type: 'deal.restored',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'dealId',
  person: 'lead:{leadId}',
  data: z.object({
    ...toldDealFields,
    /** ISO 8601, UTC. */
    restoredAt: z.iso.datetime(),
  }),
});
