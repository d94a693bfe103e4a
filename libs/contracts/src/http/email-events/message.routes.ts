import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { emailProvider } from './endpoint.routes.js';

/** States of a message, lowest rank first; a message only ever moves to a higher rank. */
export const MESSAGE_STATES = [
  'processed',
  'deferred',
  'delivered',
  'opened',
  'clicked',
  'bounced',
  'dropped',
  'unsubscribed',
  'complained',
] as const;
export const messageState = z.enum(MESSAGE_STATES);
export type MessageState = z.infer<typeof messageState>;

export const emailMessage = z
  .object({
    id: z.uuid(),
    provider: emailProvider,
    /** The id the provider gave when it accepted the message. */
    providerMessageId: z.string(),
    email: z.string(),
    /** Live lead with that address, if there is one. */
    leadId: z.uuid().nullable(),
    state: messageState,
    /** When the provider says the state was reached. */
    stateAt: z.iso.datetime(),
    firstEventAt: z.iso.datetime(),
  })
  .meta({ id: 'EmailMessage' });
export type EmailMessage = z.infer<typeof emailMessage>;

export const listEmailMessages = defineRoute({
  operation: 'listEmailMessages',
  owner: 'email-events',
  method: 'GET',
  path: '/v1/email/messages',
  summary: 'E-mail messages and their states, newest state first.',
  scope: 'email:read',
  rateClass: 'read',
  query: z.strictObject({
    leadId: z.uuid().optional(),
    email: z.string().trim().toLowerCase().max(320).optional(),
    state: messageState.optional(),
    limit: z.coerce.number().int().min(1).max(1_000).default(50),
    cursor: z.string().max(500).optional(),
  }),
  success: { status: 200, body: z.object({ items: z.array(emailMessage), nextCursor: z.string().nullable() }) },
});

export const emailEvent = z
  .object({
    id: z.uuid(),
    messageId: z.uuid().nullable(),
    provider: emailProvider,
    providerEventId: z.string(),
    /** As the provider calls it: `delivered`, `open`, `bounce`, ... */
    kind: z.string(),
    email: z.string().nullable(),
    occurredAt: z.iso.datetime(),
    receivedAt: z.iso.datetime(),
  })
  .meta({ id: 'EmailEvent' });
export type EmailEvent = z.infer<typeof emailEvent>;

export const listEmailEvents = defineRoute({
  operation: 'listEmailEvents',
  owner: 'email-events',
  method: 'GET',
  path: '/v1/email/events',
  summary: 'Provider events as they were received, newest first.',
  scope: 'email:read',
  rateClass: 'read',
  query: z.strictObject({
    messageId: z.uuid().optional(),
    limit: z.coerce.number().int().min(1).max(1_000).default(50),
    cursor: z.string().max(500).optional(),
  }),
  success: { status: 200, body: z.object({ items: z.array(emailEvent), nextCursor: z.string().nullable() }) },
});
