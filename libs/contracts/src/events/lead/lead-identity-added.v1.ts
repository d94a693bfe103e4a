import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/** What a person is known by beside an e-mail address, a phone number and an external id in the lead itself. */
export const LEAD_IDENTITY_KINDS = ['email', 'phone', 'external'] as const;

/**
 * A lead is known by something beside what stands in it: a further address, or one that it gave up for that of a lead that went into it. Told
 * again when it is another lead's by then. What a merged lead had itself is told by `lead.merged`. Producer: lead. Key: tenantId:identityId.
 */
export const leadIdentityAddedV1 = defineEvent({
  type: 'lead-identity.added',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'identityId',
  person: 'lead:{leadId}',
  data: z.object({
    /** No lead has it for an id. */
    identityId: z.uuid(),
    leadId: z.uuid(),
    kind: z.enum(LEAD_IDENTITY_KINDS),
    /** Normalised as in leads. */
    value: z.string().nullable().meta({ personal: true }),
    /** ISO 8601, UTC. */
    addedAt: z.iso.datetime(),
  }),
});
