import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { emailTopic } from '../../topics.js';

/** The state of an e-mail message advanced; it never moves back. Producer: email-events. Key: tenantId:messageId. */
export const messageStateChangedV1 = defineEvent({
  type: 'message.state-changed',
  version: 1,
  producer: 'email-events',
  topic: emailTopic,
  aggregate: 'messageId',
  person: 'email:{email}',
  data: z.object({
    messageId: z.uuid(),
    /** The message's id at the provider. */
    providerMessageId: z.string(),
    /** Lower-case name, for example `sendgrid`. */
    provider: z.string(),
    /** Recipient as the provider reports it, lower-cased; null once erased. */
    email: z.string().nullable().meta({ personal: true }),
    /** Known lead with that address at that moment, if any. */
    leadId: z.uuid().nullable(),
    /** State before; null for the first one. */
    from: z.string().nullable(),
    /** For example `processed`, `delivered`, `opened`, `bounced`. */
    to: z.string(),
    /** When the provider says it happened, ISO 8601, UTC. */
    occurredAt: z.iso.datetime(),
  }),
});
