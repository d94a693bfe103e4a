import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/**
 * A pipeline was made or changed, the default one too; carries it as it is afterwards. Deals in a stage have its probability from then on, without an
 * event of their own. Producer: lead. Key: tenantId:pipelineId.
 */
export const pipelineChangedV1 = defineEvent({
  type: 'pipeline.changed',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'pipelineId',
  data: z.object({
    pipelineId: z.uuid(),
    /** `created` or `updated`; more may come. */
    action: z.string(),
    /** Of the pipeline, after the change. */
    version: z.int().min(1),
    name: z.string(),
    /** Where deals go that name none. */
    isDefault: z.boolean(),
    /** In their order; stages that are not named any more are gone. */
    stages: z.array(
      z.object({
        stageId: z.uuid(),
        name: z.string(),
        /** Per cent of its deals that are won in the end. */
        probability: z.int(),
        /** Whether deals are won or lost in it. */
        closes: z.boolean(),
        /** A deal rots when nothing happened to it for longer; null = never. */
        rotsAfterDays: z.int().nullable(),
      }),
    ),
    /** ISO 8601, UTC. */
    changedAt: z.iso.datetime(),
  }),
});
