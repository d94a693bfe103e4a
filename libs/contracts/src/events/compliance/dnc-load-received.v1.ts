import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { complianceTopic } from '../../topics.js';

/** Somebody brought a file of phone numbers: it becomes the next version of a list (`dnc-list.loaded`), or is refused. Producer: compliance. Key: tenantId:loadId. */
export const dncLoadReceivedV1 = defineEvent({
  type: 'dnc-load.received',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'loadId',
  data: z.object({
    loadId: z.uuid(),
    /** Whose list it is, as in `dnc-list.loaded`. */
    source: z.string(),
    /** `full` or `delta`. */
    mode: z.string(),
    /** When the file was got from whoever keeps the list. ISO 8601, UTC. */
    listedAt: z.iso.datetime(),
    sizeBytes: z.int().min(0),
    /** ISO 8601, UTC. */
    receivedAt: z.iso.datetime(),
  }),
});
