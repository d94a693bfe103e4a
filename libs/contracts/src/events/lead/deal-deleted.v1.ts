import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';
import { toldDealFields } from './told-deal-fields.js';

/** A deal was soft-deleted. Producer: lead. Key: tenantId:dealId. */
export const dealDeletedV1 = defineEvent({
  type: 'deal.deleted',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'dealId',
  person: 'lead:{leadId}',
  data: z.object({
    ...toldDealFields,
    /** ISO 8601, UTC. */
    deletedAt: z.iso.datetime(),
  }),
});
