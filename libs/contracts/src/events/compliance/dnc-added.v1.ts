import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { channel } from '../../lead-fields.js';
import { complianceTopic } from '../../topics.js';

/** A phone or e-mail address may no longer be contacted on the named channels. Producer: compliance. Key: tenantId:entryId. */
export const dncAddedV1 = defineEvent({
  type: 'dnc.added',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'entryId',
  person: '{kind}:{value}',
  data: z.object({
    entryId: z.uuid(),
    kind: z.enum(['phone', 'email']),
    /** E.164 or lower-cased address; null once erased. */
    value: z.string().nullable().meta({ personal: true }),
    /** Channels that are blocked; all of them when empty. */
    channels: z.array(channel),
    /** Why, in the words of whoever added it; null once erased. */
    reason: z.string().nullable().meta({ personal: true }),
    /** By what it can be shown that somebody asked for it; null when none was given, and once erased. */
    evidence: z.object({ note: z.string().optional(), reference: z.string().optional() }).nullable().optional().meta({ personal: true }),
    /** ISO 8601, UTC; null for ever. */
    expiresAt: z.iso.datetime().nullable(),
    /** ISO 8601, UTC. */
    addedAt: z.iso.datetime(),
  }),
});
