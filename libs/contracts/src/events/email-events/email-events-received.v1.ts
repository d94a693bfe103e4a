import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { emailIngestTopic } from '../../topics.js';

/**
 * A provider's delivery was authenticated and is on its way into the event store: all of its events, or a part where it is
 * large. The same event may come in many of them. Producer: email-events. Key: tenantId:receiptId, which spreads one tenant
 * over all partitions, since the order of events does not matter.
 */
export const emailEventsReceivedV1 = defineEvent({
  type: 'email-events.received',
  version: 1,
  producer: 'email-events',
  topic: emailIngestTopic,
  aggregate: 'receiptId',
  data: z.object({
    receiptId: z.uuid(),
    /** The webhook endpoint that authenticated the delivery. */
    endpointId: z.uuid(),
    /** Lower-case name, for example `sendgrid`. */
    provider: z.string(),
    /** When the delivery came, ISO 8601, UTC; the month in which its events are kept. */
    receivedAt: z.iso.datetime(),
    events: z.array(
      z.object({
        /** The provider's id of the event, or a digest of the event when it has none. */
        providerEventId: z.string(),
        /** The message's id at the provider; null when the event does not say. */
        providerMessageId: z.string().nullable(),
        /** As the provider calls it: `delivered`, `open`, `bounce`, ... */
        kind: z.string(),
        /** Recipient, lower-cased; null when the event does not say. */
        email: z.string().nullable().meta({ personal: true }),
        /** When the provider says it happened, ISO 8601, UTC; when it came if the provider does not say. */
        occurredAt: z.iso.datetime(),
        /** State of the message that the event proves, for example `delivered`; null for kinds that prove none. */
        state: z.string().nullable(),
        /** The whole event as the provider wrote it, as JSON text. */
        payload: z.string().meta({ personal: true }),
      }),
    ),
  }),
});
