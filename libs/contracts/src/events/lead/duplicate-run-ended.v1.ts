import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/**
 * A comparison of all leads of a tenant is over, whether it got through, was cancelled or could not get on. The actor is who cancelled it, else who had it
 * started. What a completed one found is told before as `lead.duplicates-found`. Producer: lead. Key: tenantId:runId.
 */
export const duplicateRunEndedV1 = defineEvent({
  type: 'duplicate-run.ended',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'runId',
  data: z.object({
    runId: z.uuid(),
    /** `completed`, `failed` or `cancelled`; more may come. */
    status: z.string(),
    /** Lowest score of the pairs that are kept: a probability, 0 to 1. */
    minScore01: z.number().min(0).max(1),
    /** Leads there were; null when it ended before they were counted. */
    leads: z.int().min(0).nullable(),
    /** Comparisons of two leads until then. */
    compared: z.int().min(0),
    /** Pairs of at least that score; null unless it is completed. */
    found: z.int().min(0).nullable(),
    /** Of these, pairs that were not open before; null unless it is completed. */
    opened: z.int().min(0).nullable(),
    /** ISO 8601, UTC. */
    endedAt: z.iso.datetime(),
  }),
});
