import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/** Somebody had a scoring model tried on all present leads. Producer: lead. Key: tenantId:rehearsalId. */
export const scoringRehearsalStartedV1 = defineEvent({
  type: 'scoring-rehearsal.started',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'rehearsalId',
  data: z.object({
    rehearsalId: z.uuid(),
    modelId: z.uuid(),
    /** Of the model, as it is tried. */
    modelVersion: z.int().min(1),
    /** Leads that there are. */
    leads: z.int().min(0),
    /** ISO 8601, UTC. */
    startedAt: z.iso.datetime(),
  }),
});
