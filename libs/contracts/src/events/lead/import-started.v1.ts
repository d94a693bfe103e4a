import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/** The rows of a file go in from now on; who had it so is the actor. Producer: lead. Key: tenantId:importId. */
export const importStartedV1 = defineEvent({
  type: 'import.started',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'importId',
  data: z.object({
    importId: z.uuid(),
    /** Rows of the file. */
    rows: z.int().min(0),
    /** Fields that its columns fill, and those that are the same for every row. */
    fields: z.array(z.string()),
    /** The field by which a row finds its lead: `email`, `customFields.<key>`; of several the one that is asked first. */
    matchBy: z.string(),
    /** All such fields in the order in which they are asked; left out by producers that knew one only. */
    matchKeys: z.array(z.string()).optional(),
    /** `update`, `fill-blanks` or `skip`. */
    onMatch: z.string(),
    /** ISO 8601, UTC. */
    startedAt: z.iso.datetime(),
  }),
});
