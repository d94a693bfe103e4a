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
    outcome: z.enum(['allow', 'deny']),
    /** Every reason that spoke, as codes. */
    reasons: z.array(z.string()),
    /** ISO 8601, UTC. */
    decidedAt: z.iso.datetime(),
  }),
});
