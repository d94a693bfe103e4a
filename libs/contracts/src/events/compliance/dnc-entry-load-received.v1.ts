import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { complianceTopic } from '../../topics.js';

/** Somebody brought a file of addresses, phone numbers and domains that are to become entries, all of them or none. Producer: compliance. Key: tenantId:loadId. */
export const dncEntryLoadReceivedV1 = defineEvent({
  type: 'dnc-entry-load.received',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'loadId',
  data: z.object({
    loadId: z.uuid(),
    /** That the entries are to block; every one when empty. */
    channels: z.array(z.string()),
    /** Until when; null = for ever. ISO 8601, UTC. */
    expiresAt: z.iso.datetime().nullable(),
    sizeBytes: z.int().min(0),
    /** ISO 8601, UTC. */
    receivedAt: z.iso.datetime(),
  }),
});
