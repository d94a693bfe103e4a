import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { channel } from '../../lead-fields.js';
import { complianceTopic } from '../../topics.js';

/** A person looked at an opt-out, or the lead opted in again. Producer: compliance. Key: tenantId:leadId. */
export const optOutClosedV1 = defineEvent({
  type: 'opt-out.closed',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'leadId',
  data: z.object({
    leadId: z.uuid(),
    reviewId: z.uuid(),
    /** By which the message came. */
    channel,
    /** That it closed, or had held up. */
    channels: z.array(channel).optional(),
    /** `confirmed`: it is one; `dismissed`: it is none; `lifted`: by a later opt-in of the lead. */
    state: z.enum(['confirmed', 'dismissed', 'lifted']),
    /** ISO 8601, UTC. */
    closedAt: z.iso.datetime(),
  }),
});
