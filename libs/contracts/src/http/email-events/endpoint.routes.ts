import { z } from 'zod';
import { defineRoute } from '../../define-route.js';

export const emailProvider = z.enum(['sendgrid']);
export type EmailProvider = z.infer<typeof emailProvider>;

/** Where a provider delivers its events, and the key that authenticates them. */
export const webhookEndpoint = z
  .object({
    id: z.uuid(),
    provider: emailProvider,
    name: z.string(),
    /** Path below the gateway's public address; give it to the provider. */
    path: z.string(),
    createdAt: z.iso.datetime(),
    disabledAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'EmailWebhookEndpoint' });
export type WebhookEndpoint = z.infer<typeof webhookEndpoint>;

export const createWebhookEndpointBody = z.strictObject({
  provider: emailProvider,
  name: z.string().trim().min(1).max(100),
  /** SendGrid's "Verification Key": base64 of the DER-encoded P-256 public key. */
  publicKey: z.base64().min(64).max(400),
});

export const createWebhookEndpoint = defineRoute({
  operation: 'createEmailWebhookEndpoint',
  owner: 'email-events',
  method: 'POST',
  path: '/v1/email/endpoints',
  summary: 'Register the webhook of an e-mail provider.',
  scope: 'email:write',
  rateClass: 'write',
  body: createWebhookEndpointBody,
  success: { status: 201, body: webhookEndpoint },
  errors: ['EMAIL.BAD_PUBLIC_KEY'],
});

export const listWebhookEndpoints = defineRoute({
  operation: 'listEmailWebhookEndpoints',
  owner: 'email-events',
  method: 'GET',
  path: '/v1/email/endpoints',
  summary: 'Webhook endpoints of e-mail providers, newest first; 1,000 at most.',
  scope: 'email:read',
  rateClass: 'read',
  success: { status: 200, body: z.object({ items: z.array(webhookEndpoint), nextCursor: z.string().nullable() }) },
});

export const deleteWebhookEndpoint = defineRoute({
  operation: 'deleteEmailWebhookEndpoint',
  owner: 'email-events',
  method: 'DELETE',
  path: '/v1/email/endpoints/:id',
  summary: 'Disable a webhook endpoint; its events are refused two seconds later at the latest.',
  scope: 'email:write',
  rateClass: 'write',
  params: z.strictObject({ id: z.uuid() }),
  success: { status: 204 },
  errors: ['EMAIL.ENDPOINT_NOT_FOUND'],
});
