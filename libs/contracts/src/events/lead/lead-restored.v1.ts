import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';
import { furtherLeadFields } from './further-lead-fields.js';

/**
 * A soft-deleted lead was brought back, with the values it has now: every service shows again what belongs to it.
 * Producer: lead. Key: tenantId:leadId.
 */
export const leadRestoredV1 = defineEvent({
  type: 'lead.restored',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'leadId',
  person: 'lead:{leadId}',
  data: z.object({
    leadId: z.uuid(),
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
    /** One of the default statuses or of the tenant's own; lower-case. */
    status: z.string(),
    /** ISO 8601, UTC. */
    restoredAt: z.iso.datetime(),
    ...furtherLeadFields,
  }),
});
