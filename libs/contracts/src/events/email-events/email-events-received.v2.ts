import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { emailIngestTopic } from '../../topics.js';

/**
 * A provider's delivery was authenticated and is on its way into the event store: all of its events, or a part where it is
 * large. The same event may come in many of them. Producer: email-events. Key: tenantId:receiptId, which spreads one tenant
 * over all partitions, since the order of events does not matter.
 *
 * Whose mail it is about is not known yet, and may be many persons'. So what speaks of them is sealed with a key of the tenant's day, which is destroyed
 * once the topic and its dead letters have forgotten that day.
 */
export const emailEventsReceivedV2 = defineEvent({
  type: 'email-events.received',
  version: 2,
  producer: 'email-events',
  topic: emailIngestTopic,
  aggregate: 'receiptId',
  person: 'deliveries:{receivedOn}',
  data: z.object({
    receiptId: z.uuid(),
    /** The webhook endpoint that authenticated the delivery. */
    endpointId: z.uuid(),
    /** Lower-case name, for example `sendgrid`. */
    provider: z.string(),
    /** When the delivery came, ISO 8601, UTC; the month in which its events are kept. */
    receivedAt: z.iso.datetime(),
    /** The day of `receivedAt`, UTC: it names the key. */
    receivedOn: z.iso.date(),
    events: z.array(
      z.object({
        /** The provider's id of the event, or a digest of the event when it has none. */
        providerEventId: z.string(),
        /** The message's id at the provider; null when the event does not say. */
        providerMessageId: z.string().nullable(),
        /** As the provider calls it: `delivered`, `open`, `bounce`, ... */
        kind: z.string(),
        /** When the provider says it happened, ISO 8601, UTC; when it came if the provider does not say. */
        occurredAt: z.iso.datetime(),
        /** State of the message that the event proves, for example `delivered`; null for kinds that prove none. */
        state: z.string().nullable(),
      }),
    ),
    /**
     * What the events say of persons, one for each in their order: the recipient's address, lower-cased, null when the event does not say, and the whole
     * event as the provider wrote it, as JSON text. Null once the key is destroyed.
     */
    contents: z
      .array(z.object({ recipient: z.string().nullable(), payload: z.string() }))
      .nullable()
      .meta({ personal: true }),
  }),
});
