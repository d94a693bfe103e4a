import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { channel } from '../../lead-fields.js';
import { complianceTopic } from '../../topics.js';

/** A lead opted out in what it wrote or said, or may have: nobody contacts it on the channel. Producer: compliance. Key: tenantId:leadId. */
export const optOutFoundV1 = defineEvent({
  type: 'opt-out.found',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'leadId',
  data: z.object({
    leadId: z.uuid(),
    reviewId: z.uuid(),
    /** By which the message came. */
    channel,
    /** That it closes, or holds up while it waits: those that go with the channel, and those that its words name. */
    channels: z.array(channel).optional(),
    /** `acted`: clear, its DNC entries are told as `dnc.added`; `waiting`: a person looks at it, contact waits. */
    state: z.enum(['acted', 'waiting']),
    /** How sure it is, 0 to 1. */
    confidence01: z.number().min(0).max(1),
    /** ISO 8601, UTC. */
    receivedAt: z.iso.datetime(),
    /** ISO 8601, UTC. */
    foundAt: z.iso.datetime(),
  }),
});
