import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';
import { furtherLeadFields, toldLeadFields } from './told-lead-fields.js';

/**
 * A lead turned out to be the same person as another one and went into it: it is gone, with the values it had, and what belongs to it
 * belongs to the survivor until `lead.unmerged`. What changed of the survivor is told as `lead.updated` and `lead.status-changed`.
 * Producer: lead. Key: tenantId:leadId.
 */
export const leadMergedV1 = defineEvent({
  type: 'lead.merged',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'leadId',
  person: 'lead:{leadId}',
  data: z.object({
    leadId: z.uuid(),
    /** The lead that stays. It may have gone into a third one by the time this is read. */
    survivorId: z.uuid(),
    mergeId: z.uuid(),
    ...toldLeadFields,
    /** One of the default statuses or of the tenant's own; lower-case. */
    status: z.string(),
    /** ISO 8601, UTC. */
    mergedAt: z.iso.datetime(),
    ...furtherLeadFields,
  }),
});
