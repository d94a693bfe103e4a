import { z } from 'zod';
import { dealProduct } from '../../deal-fields.js';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';
import { toldDealFields } from './told-deal-fields.js';

/** Fields of a deal changed that are not its stage; carries the values after the change, changed or not. Producer: lead. Key: tenantId:dealId. */
export const dealUpdatedV1 = defineEvent({
  type: 'deal.updated',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'dealId',
  person: 'lead:{leadId}',
  data: z.object({
    ...toldDealFields,
    /** What it sells; null once the person was erased. */
    products: z.array(z.object(dealProduct.shape)).nullable().optional().meta({ personal: true }),
    /** Of a lost one. */
    lossReason: z.string().nullable().optional().meta({ personal: true }),
    /** Names of the fields that differ from before, as in the public API. */
    changed: z.array(z.string()).min(1),
    /** ISO 8601, UTC. */
    updatedAt: z.iso.datetime(),
  }),
});
