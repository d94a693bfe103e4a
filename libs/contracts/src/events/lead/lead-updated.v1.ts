import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';
import { furtherLeadFields, toldLeadFields } from './told-lead-fields.js';

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
    /** Names of the fields that differ from before, as in the public API; of a custom field `customFields.<key>`. */
    changed: z.array(z.string()).min(1),
    ...toldLeadFields,
    /** ISO 8601, UTC. */
    updatedAt: z.iso.datetime(),
    /** Import that made the change, if one did. */
    importId: z.uuid().nullable(),
    ...furtherLeadFields,
  }),
});
