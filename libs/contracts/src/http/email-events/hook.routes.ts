import { z } from 'zod';
import { defineRoute } from '../../define-route.js';

/** All replicas of the log hold the delivery; its events show shortly after, each once, however often it is delivered. */
export const webhookReceipt = z
  .object({
    /** Events in the delivery, repeated ones included. */
    received: z.int(),
  })
  .meta({ id: 'WebhookReceipt' });
export type WebhookReceipt = z.infer<typeof webhookReceipt>;

/** SendGrid's Event Webhook. Authenticated by its ECDSA signature over timestamp and raw body; the tenant follows from the endpoint. */
export const receiveSendgridEvents = defineRoute({
  operation: 'receiveSendgridEvents',
  owner: 'email-events',
  method: 'POST',
  path: '/v1/hooks/email/sendgrid/:endpoint',
  summary: 'Event Webhook of SendGrid; verified on the raw bytes, kept when answered, every event applied once.',
  scope: 'public',
  rateClass: 'public',
  params: z.strictObject({ endpoint: z.uuid() }),
  rawBody: {
    mediaType: 'application/json',
    description: 'Array of SendGrid events exactly as SendGrid sent it; headers `X-Twilio-Email-Event-Webhook-Signature` and `-Timestamp`.',
    maxBytes: 5 * 1024 * 1024,
  },
  success: { status: 202, body: webhookReceipt },
  errors: [
    'EMAIL.SIGNATURE_MISSING',
    'EMAIL.SIGNATURE_WRONG',
    'EMAIL.SIGNATURE_STALE',
    'EMAIL.ENDPOINT_NOT_FOUND',
    'EMAIL.WEBHOOK_BODY',
    'INTAKE.EVENT_TOO_LARGE',
    'INTAKE.OVERLOADED',
    'INTAKE.UNAVAILABLE',
  ],
});
