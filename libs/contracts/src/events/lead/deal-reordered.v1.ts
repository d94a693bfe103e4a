import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/**
 * A card of a board was put to another place of its column. It makes no version of the deal; cards that merely are numbered anew are told by
 * nothing. Producer: lead. Key: tenantId:dealId.
 */
export const dealReorderedV1 = defineEvent({
  type: 'deal.reordered',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'dealId',
  data: z.object({
    dealId: z.uuid(),
    leadId: z.uuid(),
    pipelineId: z.uuid(),
    /** The column. */
    stageId: z.uuid(),
    /** The card right before it; null where it is the first. */
    afterDealId: z.uuid().nullable(),
    /** ISO 8601, UTC. */
    reorderedAt: z.iso.datetime(),
  }),
});
