import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { channel, purpose } from '../../lead-fields.js';
import { complianceTopic } from '../../topics.js';

/** A contact decision was made and stored. Producer: compliance. Key: tenantId:leadId. */
export const contactDecidedV1 = defineEvent({
  type: 'contact.decided',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'leadId',
  data: z.object({
    leadId: z.uuid(),
    decisionId: z.uuid(),
    channel,
    purpose,
    /** `deny` also where the answer was `later`: `laterAt` tells then. */
    outcome: z.enum(['allow', 'deny']),
    /** Every reason that spoke, as codes. */
    reasons: z.array(z.string()),
    /** ISO 8601, UTC. */
    decidedAt: z.iso.datetime(),
    /** The instant that was judged, when it was another than `decidedAt`: nobody acts on such a decision. ISO 8601, UTC. */
    at: z.iso.datetime().optional(),
    /** When the contact may be, if it may not be now. ISO 8601, UTC. */
    laterAt: z.iso.datetime().optional(),
    /** Names the rules that decided. */
    ruleSetVersion: z.string().optional(),
  }),
});
