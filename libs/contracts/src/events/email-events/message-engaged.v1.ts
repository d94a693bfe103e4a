import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { emailTopic } from '../../topics.js';

/**
 * A recipient did something with a message that is not told as a change of its state: the provider reported it together with a higher state, or after
 * one, or it was done again. An act is told by `message.state-changed` or here, never by both, and once for each event of the provider. So whoever
 * counts messages by what was done with them reads both, and takes message and act for one. Acts come in any order. Producer: email-events. Key: tenantId:actId.
 */
export const messageEngagedV1 = defineEvent({
  type: 'message.engaged',
  version: 1,
  producer: 'email-events',
  topic: emailTopic,
  aggregate: 'actId',
  person: 'email:{email}',
  data: z.object({
    actId: z.uuid(),
    messageId: z.uuid(),
    /** The message's id at the provider. */
    providerMessageId: z.string(),
    /** Lower-case name, for example `sendgrid`. */
    provider: z.string(),
    /** The provider's id of the event that reported it, or a digest of the event when it has none. */
    providerEventId: z.string(),
    /** Recipient as the provider reports it, lower-cased; null once erased. */
    email: z.string().nullable().meta({ personal: true }),
    /** Known lead with that address at that moment, if any. */
    leadId: z.uuid().nullable(),
    /** In the words of states: `opened`, `clicked`, `unsubscribed`, `complained`. */
    act: z.string(),
    /** When the provider says it happened, ISO 8601, UTC. */
    occurredAt: z.iso.datetime(),
  }),
});
