import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';
import { furtherLeadFields } from './further-lead-fields.js';

/** Fields of a lead changed; carries the values after the change, changed or not. Producer: lead. Key: tenantId:leadId. */
export const leadUpdatedV1 = defineEvent({
  type: 'lead.updated',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'leadId',
  person: 'lead:{leadId}',
  data: z.object({
    leadId: z.uuid(),
    /** Names of the fields that differ from before, as in the public API. */
    changed: z.array(z.string()).min(1),
    externalId: z.string().nullable().meta({ personal: true }),
    firstName: z.string().nullable().meta({ personal: true }),
    lastName: z.string().nullable().meta({ personal: true }),
    /** Trimmed and lower-cased. */
    email: z.email().nullable().meta({ personal: true }),
    /** E.164. */
    phone: z.string().nullable().meta({ personal: true }),
    company: z.string().nullable().meta({ personal: true }),
    /** IANA name. */
    timeZone: z.string().nullable(),
    /** Where the lead came from, lower-case. */
    source: z.string(),
    /** ISO 8601, UTC. */
    updatedAt: z.iso.datetime(),
    /** Import that made the change, if one did. */
    importId: z.uuid().nullable(),
    ...furtherLeadFields,
  }),
});
