import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

const count = z.int().min(0);
const temperatures = z.object({ cold: count, warm: count, hot: count });

/** A scoring model was tried on all present leads; which of them would change is read by its id. Producer: lead. Key: tenantId:rehearsalId. */
export const scoringRehearsalCompletedV1 = defineEvent({
  type: 'scoring-rehearsal.completed',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'rehearsalId',
  data: z.object({
    rehearsalId: z.uuid(),
    modelId: z.uuid(),
    /** Of the model, as it was tried. */
    modelVersion: z.int().min(1),
    /** Leads that were looked at. */
    leads: count,
    /** Leads by temperature, by the model that is active and by the one that was tried. */
    before: temperatures,
    after: temperatures,
    /** Leads whose temperature would be another. */
    changed: count,
    /** ISO 8601, UTC. */
    completedAt: z.iso.datetime(),
  }),
});
