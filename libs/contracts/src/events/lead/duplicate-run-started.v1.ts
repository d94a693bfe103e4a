import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/** All leads of a tenant are to be compared, as soon as a worker is free; who had it so is the actor. Producer: lead. Key: tenantId:runId. */
export const duplicateRunStartedV1 = defineEvent({
  type: 'duplicate-run.started',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'runId',
  data: z.object({
    runId: z.uuid(),
    /** Lowest score of the pairs that are kept: a probability, 0 to 1. */
    minScore01: z.number().min(0).max(1),
    /** When it was asked for, ISO 8601, UTC. */
    createdAt: z.iso.datetime(),
  }),
});
