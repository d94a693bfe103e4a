import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { channel, purpose } from '../../lead-fields.js';
import { complianceTopic } from '../../topics.js';

/**
 * Consent of a lead was given for a time that is over, and nothing was stated since: a withdrawal that it had lifted stands again. Told once, soon after; decisions heed it by themselves.
 * Producer: compliance. Key: tenantId:leadId.
 */
export const consentExpiredV1 = defineEvent({
  type: 'consent.expired',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'leadId',
  data: z.object({
    leadId: z.uuid(),
    /** Line of the ledger that gave it. */
    entryId: z.uuid(),
    channel,
    purpose,
    /** ISO 8601, UTC. */
    expiredAt: z.iso.datetime(),
  }),
});
