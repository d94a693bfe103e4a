import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { complianceTopic } from '../../topics.js';

const count = z.int().min(0);

/** The rows of a file are entries, each of them told by itself, or none of them is. Producer: compliance. Key: tenantId:loadId. */
export const dncEntryLoadEndedV1 = defineEvent({
  type: 'dnc-entry-load.ended',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'loadId',
  data: z.object({
    loadId: z.uuid(),
    /** `completed` or `refused`. */
    status: z.string(),
    /** Why it was refused: an error code; null unless it was. */
    refusal: z.string().nullable(),
    /** Rows that are not blank. */
    rows: count,
    added: count,
    /** Entries that were there and block longer now, or say better why. */
    changed: count,
    /** Rows that said what held already. */
    unchanged: count,
    /** Rows that are no address, number or domain. */
    refused: count,
    /** ISO 8601, UTC. */
    endedAt: z.iso.datetime(),
  }),
});
