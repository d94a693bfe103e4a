import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/**
 * A scoring model was drafted, changed, rehearsed, made active or retired; its weights are read by its id. Of the model that every tenant begins with
 * nothing is told: it is retired by the first that becomes active. Producer: lead. Key: tenantId:modelId.
 */
export const scoringModelChangedV1 = defineEvent({
  type: 'scoring-model.changed',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'modelId',
  data: z.object({
    modelId: z.uuid(),
    /** Which of the tenant's models it is. */
    number: z.int().min(1),
    /** `created`, `updated`, `rehearsed`, `activated` or `retired`; more may come. */
    action: z.string(),
    /** Of the model, after the change. */
    version: z.int().min(1),
    name: z.string(),
    /** `draft`, `rehearsed`, `active` or `retired`. */
    status: z.string(),
    /** Names of what differs from before, as in the public API; all but the status for a new model. */
    changed: z.array(z.string()),
    /** ISO 8601, UTC. */
    changedAt: z.iso.datetime(),
  }),
});
