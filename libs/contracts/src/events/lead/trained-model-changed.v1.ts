import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

const count = z.int().min(0);

/**
 * A model that learns from outcomes was asked for, trained or not, made active or not any more; what it learned is read by its id. A model that another one
 * takes the place of is told as deactivated, too. Producer: lead. Key: tenantId:modelId.
 */
export const trainedModelChangedV1 = defineEvent({
  type: 'trained-model.changed',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'modelId',
  data: z.object({
    modelId: z.uuid(),
    /** Which of the tenant's trained models it is. */
    number: z.int().min(1),
    /** `requested`, `trained`, `failed`, `activated` or `deactivated`; more may come. */
    action: z.string(),
    /** Of the model, after the change. */
    version: z.int().min(1),
    /** `waiting`, `trained` or `failed`. */
    status: z.string(),
    /** Whether scores have a prediction by it. */
    active: z.boolean(),
    /** Why it failed: `too-few-outcomes`, `nothing-to-learn-from` or `given-up`. */
    failure: z.string().nullable(),
    /** Statuses of leads that mean won, and those that mean lost. */
    won: z.array(z.string()),
    lost: z.array(z.string()),
    /** Fields that it does not learn from. */
    exclude: z.array(z.string()),
    /** Leads that it was learned from; null before, as `auc`. */
    learned: z.object({ leads: count, won: count }).nullable(),
    /** How often it puts a lead that was won above one that was lost, of those that were held back; 0.5 is chance. */
    auc: z.number().min(0).max(1).nullable(),
    /** ISO 8601, UTC. */
    changedAt: z.iso.datetime(),
  }),
});
