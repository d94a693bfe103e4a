import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/**
 * A file of leads is here; who brought it is the actor. It waits as a draft, or goes in at once. What is decided about a draft meanwhile is told by
 * `import.started`, and that it was thrown away by `import.completed`. Producer: lead. Key: tenantId:importId.
 */
export const importReceivedV1 = defineEvent({
  type: 'import.received',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'importId',
  data: z.object({
    importId: z.uuid(),
    /** `draft` or `pending`; more may come. */
    status: z.string(),
    /** Rows of the file. */
    rows: z.int().min(0),
    /** Of the file. */
    bytes: z.int().min(0),
    /** ISO 8601, UTC. */
    receivedAt: z.iso.datetime(),
  }),
});
