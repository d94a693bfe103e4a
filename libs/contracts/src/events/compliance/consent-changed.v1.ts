import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { channel, lawfulBasis, purpose } from '../../lead-fields.js';
import { complianceTopic } from '../../topics.js';

/** Consent of a lead for a channel and purpose was given or withdrawn. Producer: compliance. Key: tenantId:leadId. */
export const consentChangedV1 = defineEvent({
  type: 'consent.changed',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'leadId',
  data: z.object({
    leadId: z.uuid(),
    entryId: z.uuid(),
    channel,
    purpose,
    state: z.enum(['given', 'withdrawn']),
    basis: lawfulBasis,
    /** When the person said so, ISO 8601, UTC. */
    statedAt: z.iso.datetime(),
    /** Where it was stated: `capture`, `api`, ... */
    source: z.string(),
    /** Until when it was given, ISO 8601, UTC; absent when for ever. Told as `consent.expired` when it is over. */
    expiresAt: z.iso.datetime().optional(),
  }),
});
