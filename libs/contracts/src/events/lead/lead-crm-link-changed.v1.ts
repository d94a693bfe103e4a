import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/**
 * A lead was found or made to be the same person as a record of another CRM, or is not any more. Its sequence is the version the lead had then.
 * Producer: lead. Key: tenantId:leadId.
 */
export const leadCrmLinkChangedV1 = defineEvent({
  type: 'lead.crm-link-changed',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'leadId',
  data: z.object({
    leadId: z.uuid(),
    /** `hubspot` or `salesforce`. */
    provider: z.string(),
    /** Id of the record there. */
    peerId: z.string(),
    /** `live` or `ended`. */
    state: z.string(),
    /**
     * What ended it: `record-removed`, `record-merged`, `lead-deleted`, `lead-merged`, `lead-unmerged` (the record went back to the lead that had
     * come into this one); null while it is live.
     */
    endedBy: z.string().nullable(),
    /** ISO 8601, UTC. */
    changedAt: z.iso.datetime(),
  }),
});
