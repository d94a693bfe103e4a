import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { channel } from '../../lead-fields.js';

const singleLine = (maxLength: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(maxLength)
    .regex(/^\P{Cc}*$/u, 'must not hold control characters');
const EARLIEST_OCCURRENCE = '1970-01-01T00:00:00Z';

/**
 * For example `page_view`, `form_view`, `content_open`. Somebody got in touch with the lead, which is a response to it where its pool waits for
 * one: `call_placed`, `call_made`, `call_answered`, `call_completed`, `meeting_held`, `showing_held`; reported by a member, also `email_sent`,
 * `message_sent`, `sms_sent`, `whatsapp_sent`.
 */
export const interactionKind = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, 'must be lower-case words joined by underscores, 64 characters at most');

/** What the lead looked at or acted on. */
export const interactionContent = z.strictObject({
  /** Id or path of the page, document or listing, in the client's terms. */
  id: singleLine(500),
  title: singleLine(500).optional(),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional(),
});
export type InteractionContent = z.infer<typeof interactionContent>;

export const recordInteractionBody = z
  .strictObject({
    /** The client's own id of the event; the tenant's second event with it is a duplicate, whatever else it says. */
    clientEventId: singleLine(200),
    leadId: z.uuid().toLowerCase(),
    kind: interactionKind,
    /** When it happened by the client's clock; five minutes ahead of ours at most. */
    occurredAt: z.iso
      .datetime()
      .refine((occurredAt) => !(Date.parse(occurredAt) < Date.parse(EARLIEST_OCCURRENCE)), `must not lie before ${EARLIEST_OCCURRENCE}`),
    channel: channel.optional(),
    content: interactionContent.optional(),
    /** Weight of the action in the client's own points. */
    value: z.number().min(0).max(1_000_000).optional(),
    /**
     * What the lead wrote or said: a message as it came, a mail with what it quotes, its own part of a call. Needs `channel`. It is looked
     * through for opt-outs and not kept with the interaction.
     */
    text: z.string().min(1).max(200_000).optional(),
  })
  .refine(({ text, channel }) => text === undefined || channel !== undefined, { path: ['channel'], message: 'must be said of a text' });
export type RecordInteractionBody = z.infer<typeof recordInteractionBody>;

export const interaction = z
  .object({
    id: z.uuid(),
    clientEventId: z.string(),
    /** The lead it was reported of, for ever; by now it may have gone into another one, which shows the interaction too. */
    leadId: z.uuid(),
    kind: z.string(),
    occurredAt: z.iso.datetime(),
    recordedAt: z.iso.datetime(),
    channel: channel.nullable(),
    content: interactionContent.nullable(),
    value: z.number().nullable(),
  })
  .meta({ id: 'Interaction' });
export type Interaction = z.infer<typeof interaction>;

export const recordInteraction = defineRoute({
  operation: 'recordInteraction',
  owner: 'engagement',
  method: 'POST',
  path: '/v1/interactions',
  summary: 'Record what a lead did. A client event id that was recorded before answers 200 with the first record.',
  scope: 'engagement:write',
  rateClass: 'write',
  body: recordInteractionBody,
  success: { status: 201, body: interaction },
  errors: ['ENGAGEMENT.OCCURRED_IN_FUTURE', 'ENGAGEMENT.INTERACTION_RETRACTED', 'ENGAGEMENT.LEAD_NOT_FOUND'],
});

export const listInteractionsQuery = z.strictObject({
  leadId: z.uuid().toLowerCase(),
  /** One kind, or up to twenty joined by commas. */
  kind: z
    .string()
    .transform((kinds) => kinds.split(','))
    .pipe(z.array(interactionKind).max(20))
    .optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
  cursor: z.string().max(500).optional(),
});
export type ListInteractionsQuery = z.infer<typeof listInteractionsQuery>;

export const listInteractions = defineRoute({
  operation: 'listInteractions',
  owner: 'engagement',
  method: 'GET',
  path: '/v1/interactions',
  summary: 'Interactions of a lead by the instant they occurred, newest first; a deleted lead has none to show.',
  scope: 'engagement:read',
  rateClass: 'read',
  query: listInteractionsQuery,
  success: { status: 200, body: z.object({ items: z.array(interaction), nextCursor: z.string().nullable() }) },
  errors: ['ENGAGEMENT.LEAD_NOT_FOUND'],
});

export const interactionParams = z.strictObject({ id: z.uuid() });

export const retractInteraction = defineRoute({
  operation: 'retractInteraction',
  owner: 'engagement',
  method: 'DELETE',
  path: '/v1/interactions/:id',
  summary: 'Take back an interaction that was recorded by mistake: it is gone and counts nowhere, and its client event id stays used.',
  scope: 'engagement:write',
  rateClass: 'write',
  params: interactionParams,
  success: { status: 204 },
  errors: ['ENGAGEMENT.INTERACTION_NOT_FOUND'],
});

export const getInteraction = defineRoute({
  operation: 'getInteraction',
  owner: 'engagement',
  method: 'GET',
  path: '/v1/interactions/:id',
  summary: 'One interaction.',
  scope: 'engagement:read',
  rateClass: 'read',
  params: interactionParams,
  success: { status: 200, body: interaction },
  errors: ['ENGAGEMENT.INTERACTION_NOT_FOUND'],
});
