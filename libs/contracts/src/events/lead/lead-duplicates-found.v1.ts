import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/** All leads of a tenant were compared, and the pairs that are probably one person can be read. Producer: lead. Key: tenantId:runId. */
export const leadDuplicatesFoundV1 = defineEvent({
  type: 'lead.duplicates-found',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'runId',
  data: z.object({
    runId: z.uuid(),
    /** Leads that were compared. */
    leads: z.int().min(0),
    /** Lowest score of the pairs that are kept: a probability, 0 to 1. */
    minScore01: z.number().min(0).max(1),
    /** Pairs of at least that score, dismissed ones included. */
    found: z.int().min(0),
    /** Of these, pairs that were not open before. */
    opened: z.int().min(0),
    /** ISO 8601, UTC. */
    completedAt: z.iso.datetime(),
  }),
});
