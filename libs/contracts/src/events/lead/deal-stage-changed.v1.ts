import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';
import { toldDealFields, toldDealMove } from './told-deal-fields.js';

/** A deal went to another open stage, or is open again. Producer: lead. Key: tenantId:dealId. */
export const dealStageChangedV1 = defineEvent({
  type: 'deal.stage-changed',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'dealId',
  person: 'lead:{leadId}',
  data: z.object({
    ...toldDealFields,
    ...toldDealMove,
  }),
});
