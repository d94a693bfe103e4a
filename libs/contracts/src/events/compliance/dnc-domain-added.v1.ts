import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { channel } from '../../lead-fields.js';
import { complianceTopic } from '../../topics.js';

/**
 * No e-mail address of a domain, nor of a domain below it, may be contacted any more on the named channels. Ends with `dnc.removed`. Producer: compliance.
 * Key: tenantId:entryId.
 */
export const dncDomainAddedV1 = defineEvent({
  type: 'dnc.domain-added',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'entryId',
  data: z.object({
    entryId: z.uuid(),
    /** In lower case and ASCII (IDNA), at least two labels. */
    domain: z.string(),
    /** Channels that are blocked; all of them when empty. */
    channels: z.array(channel),
    /** ISO 8601, UTC; null for ever. */
    expiresAt: z.iso.datetime().nullable(),
    /** ISO 8601, UTC. */
    addedAt: z.iso.datetime(),
  }),
});
