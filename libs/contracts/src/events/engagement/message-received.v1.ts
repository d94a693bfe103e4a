import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { channel } from '../../lead-fields.js';
import { interactionTopic } from '../../topics.js';

/**
 * A lead wrote or said something: a reply, a message, its part of a call's transcript. Apart from `interaction.recorded`, so that who counts
 * interactions opens no sealed text. Producer: engagement. Key: tenantId:leadId.
 */
export const messageReceivedV1 = defineEvent({
  type: 'message.received',
  version: 1,
  producer: 'engagement',
  topic: interactionTopic,
  aggregate: 'leadId',
  person: 'lead:{leadId}',
  data: z.object({
    leadId: z.uuid(),
    /** The client's id of the interaction: the provider's id of the message or call, as a rule. */
    messageId: z.string().max(200),
    channel,
    /** As it came, a mail with what it quotes; of a call what the lead said. 200,000 characters at most; null once erased. */
    text: z.string().max(200_000).nullable().meta({ personal: true }),
    /** ISO 8601, UTC. */
    receivedAt: z.iso.datetime(),
  }),
});
