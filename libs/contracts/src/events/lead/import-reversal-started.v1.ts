import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/** An import is taken back from now on; who had it so is the actor. Its end is told as `import.completed` with the status `reverted`. Producer: lead. Key: tenantId:importId. */
export const importReversalStartedV1 = defineEvent({
  type: 'import.reversal-started',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'importId',
  data: z.object({
    importId: z.uuid(),
    /** Rows that went in. */
    rows: z.int().min(0),
    /** ISO 8601, UTC. */
    startedAt: z.iso.datetime(),
  }),
});
