import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';
import { toldDealFields, toldDealMove } from './told-deal-fields.js';

/** A deal was won or lost; tells the change of stage too. Producer: lead. Key: tenantId:dealId. */
export const dealClosedV1 = defineEvent({
  type: 'deal.closed',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'dealId',
  person: 'lead:{leadId}',
  data: z.object({
    ...toldDealFields,
    ...toldDealMove,
    /** Of a lost one. */
    lossReason: z.string().nullable().meta({ personal: true }),
  }),
});
