import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { complianceTopic } from '../../topics.js';

/** A list of numbers has a new version, from a file that was loaded. Producer: compliance. Key: tenantId:source. */
export const dncListLoadedV1 = defineEvent({
  type: 'dnc-list.loaded',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'source',
  data: z.object({
    /** Whose list it is: `us-national`, a state's (`us-tx`), or one of the tenant's own (`own-partners`). */
    source: z.string(),
    /** The versions of a list follow each other without a gap. */
    version: z.int().min(1),
    loadId: z.uuid(),
    mode: z.enum(['full', 'delta']),
    /** When the file was got from whoever keeps the list. ISO 8601, UTC. */
    listedAt: z.iso.datetime(),
    /** Numbers on it. */
    size: z.int().min(0),
  }),
});
