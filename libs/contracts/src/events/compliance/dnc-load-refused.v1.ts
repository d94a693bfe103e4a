import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { complianceTopic } from '../../topics.js';

const count = z.int().min(0);

/** A file of phone numbers changed nothing: the list stays as it is, and grows old. Producer: compliance. Key: tenantId:loadId. */
export const dncLoadRefusedV1 = defineEvent({
  type: 'dnc-load.refused',
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
    /** Why: an error code. */
    refusal: z.string(),
    /** As far as the file was read: rows that are not blank, and those of them that are no numbers. */
    rows: count,
    refused: count,
    /** ISO 8601, UTC. */
    refusedAt: z.iso.datetime(),
  }),
});
