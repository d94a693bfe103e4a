import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';
import { toldDealFields } from './told-deal-fields.js';

/** A deal was made; one that is brought in from elsewhere may be closed already. Producer: lead. Key: tenantId:dealId. */
export const dealCreatedV1 = defineEvent({
  type: 'deal.created',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'dealId',
  person: 'lead:{leadId}',
  data: z.object({
    ...toldDealFields,
  }),
});
