import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';
import { furtherLeadFields, toldLeadFields } from './told-lead-fields.js';

/**
 * A merge was undone: the lead is back with the values it had, and all that was ever told under its id is its own again.
 * Producer: lead. Key: tenantId:leadId.
 */
export const leadUnmergedV1 = defineEvent({
  type: 'lead.unmerged',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'leadId',
  person: 'lead:{leadId}',
  data: z.object({
    leadId: z.uuid(),
    /** The lead that it had gone into. */
    survivorId: z.uuid(),
    mergeId: z.uuid(),
    ...toldLeadFields,
    /** One of the default statuses or of the tenant's own; lower-case. */
    status: z.string(),
    /** ISO 8601, UTC. */
    unmergedAt: z.iso.datetime(),
    ...furtherLeadFields,
  }),
});
