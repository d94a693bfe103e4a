import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { channel, consentChange } from '../../lead-fields.js';
import { leadTopic } from '../../topics.js';

/**
 * Somebody said how a lead may be contacted and how not: facts for the compliance service. Its sequence is the version the lead had then.
 * Producer: lead. Key: tenantId:leadId.
 */
export const leadPermissionsStatedV1 = defineEvent({
  type: 'lead.permissions-stated',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'leadId',
  person: 'lead:{leadId}',
  data: z.object({
    leadId: z.uuid(),
    /** Where the lead could be reached then: what a prohibition is about. */
    email: z.email().nullable().meta({ personal: true }),
    /** E.164. */
    phone: z.string().nullable().meta({ personal: true }),
    consents: z.array(consentChange),
    /** Channels on which nobody may contact the person, whatever the purpose. */
    doNotContact: z.array(channel),
    /** Import whose rows said so, if one did. */
    importId: z.uuid().nullable(),
  }),
});
