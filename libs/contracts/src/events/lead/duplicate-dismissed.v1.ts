import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/**
 * Somebody said that two leads are not one person. Why stands in the pair: it speaks of two people. A later run opens the pair again once one of the two
 * has changed in what is compared; it can be dismissed anew. Producer: lead. Key: tenantId:pairId.
 */
export const duplicateDismissedV1 = defineEvent({
  type: 'duplicate.dismissed',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'pairId',
  data: z.object({
    pairId: z.uuid(),
    /** The lesser of both ids. */
    leftLeadId: z.uuid(),
    rightLeadId: z.uuid(),
    /** How probable it had seemed that the two are one person, 0 to 1. */
    score01: z.number().min(0).max(1),
    /** The run that found the pair last. */
    runId: z.uuid(),
    /** ISO 8601, UTC. */
    dismissedAt: z.iso.datetime(),
  }),
});
