import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { channel } from '../../lead-fields.js';
import { leadTopic } from '../../topics.js';

/**
 * Somebody said that nobody may write to or call an address of which no lead is known: a fact for the compliance service. Of leads
 * `lead.permissions-stated` tells it. Producer: lead. Key: tenantId:statementId.
 */
export const addressPermissionsStatedV1 = defineEvent({
  type: 'address.permissions-stated',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'statementId',
  person: '{kind}:{value}',
  data: z.object({
    statementId: z.uuid(),
    kind: z.enum(['email', 'phone']),
    /** Lower-cased address or E.164; null once erased. */
    value: z.string().nullable().meta({ personal: true }),
    /** Channels on which nobody may contact whoever has it, whatever the purpose; of the kind or not. */
    doNotContact: z.array(channel),
    /** Import whose rows said so, if one did. */
    importId: z.uuid().nullable(),
    /** ISO 8601, UTC. */
    statedAt: z.iso.datetime(),
  }),
});
