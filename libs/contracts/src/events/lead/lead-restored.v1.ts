import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';
import { furtherLeadFields, toldLeadFields } from './told-lead-fields.js';

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
    ...toldLeadFields,
    /** One of the default statuses or of the tenant's own; lower-case. */
    status: z.string(),
    /** ISO 8601, UTC. */
    restoredAt: z.iso.datetime(),
    ...furtherLeadFields,
  }),
});
