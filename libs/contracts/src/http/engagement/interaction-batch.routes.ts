import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { recordInteractionBody } from './interaction.routes.js';

/** Documented as an interaction, but taken as it comes: each item is judged alone. */
const batchItem = z.unknown().meta({ ...z.toJSONSchema(recordInteractionBody, { io: 'input' }), $schema: undefined });

export const recordInteractionsBody = z.strictObject({ items: z.array(batchItem).min(1).max(1_000) });

const itemProblem = z.object({
  code: z.string(),
  title: z.string(),
  errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
});

/** What became of one item of a batch. */
export const interactionResult = z
  .discriminatedUnion('status', [
    z.object({ status: z.enum(['recorded', 'duplicate']), id: z.uuid() }),
    z.object({ status: z.literal('failed'), error: itemProblem }),
  ])
  .meta({ id: 'InteractionResult' });
export type InteractionResult = z.infer<typeof interactionResult>;

export const recordInteractions = defineRoute({
  operation: 'recordInteractions',
  owner: 'engagement',
  method: 'POST',
  path: '/v1/interactions/batch',
  summary: 'Record up to 1,000 interactions; one result per item, in order. Items fail alone.',
  scope: 'engagement:write',
  rateClass: 'write',
  body: recordInteractionsBody,
  success: { status: 200, body: z.object({ items: z.array(interactionResult) }) },
});
