import { z } from 'zod';
import { defineRoute } from '../../define-route.js';

/** SendGrid's Event Webhook. Authenticated by its ECDSA signature over timestamp and raw body; the tenant follows from the endpoint. */
export const receiveSendgridEvents = defineRoute({
  operation: 'receiveSendgridEvents',
  owner: 'email-events',
  method: 'POST',
  path: '/v1/hooks/email/sendgrid/:endpoint',
  summary: 'Event Webhook of SendGrid; verified on the raw bytes, every event applied once.',
  scope: 'public',
  rateClass: 'public',
  params: z.strictObject({ endpoint: z.uuid() }),
  rawBody: {
    mediaType: 'application/json',
    description: 'Array of SendGrid events exactly as SendGrid sent it; headers `X-Twilio-Email-Event-Webhook-Signature` and `-Timestamp`.',
    maxBytes: 5 * 1024 * 1024,
  },
  success: { status: 200, body: z.object({ received: z.int(), stored: z.int(), duplicates: z.int() }).meta({ id: 'WebhookReceipt' }) },
  errors: ['EMAIL.SIGNATURE_MISSING', 'EMAIL.SIGNATURE_WRONG', 'EMAIL.SIGNATURE_STALE', 'EMAIL.ENDPOINT_NOT_FOUND', 'EMAIL.WEBHOOK_BODY'],
});
