import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { channel, purpose } from '../../lead-fields.js';
import { complianceTopic } from '../../topics.js';

/**
 * A consent waits for its person to confirm it: who sends messages sends the link, with nothing else in the message. Until then nothing was
 * given. Producer: compliance. Key: tenantId:leadId.
 */
export const consentConfirmationRequestedV1 = defineEvent({
  type: 'consent-confirmation.requested',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'leadId',
  person: 'lead:{leadId}',
  data: z.object({
    leadId: z.uuid(),
    confirmationId: z.uuid(),
    channel,
    purpose,
    /** Who asks, as the person is told. */
    sender: z.string(),
    /** ISO 639-1; null when it is not known. */
    language: z.string().nullable(),
    /** Version of the wording that was shown; null when it was not said. */
    textVersion: z.string().nullable(),
    /** Opens the page on which to confirm, below the gateway's public address: whoever has it can confirm. Null once erased. */
    path: z.string().nullable().meta({ personal: true }),
    /** ISO 8601, UTC. */
    requestedAt: z.iso.datetime(),
    /** The link opens nothing from then on. ISO 8601, UTC. */
    expiresAt: z.iso.datetime(),
  }),
});
