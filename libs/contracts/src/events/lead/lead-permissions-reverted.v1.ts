import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/**
 * An import was taken back: the consents that its rows stated of the lead count no more, what they forbade stays. May be told more than once. Its sequence
 * is the version the lead has by then. Producer: lead. Key: tenantId:leadId.
 */
export const leadPermissionsRevertedV1 = defineEvent({
  type: 'lead.permissions-reverted',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'leadId',
  data: z.object({
    leadId: z.uuid(),
    /** The import whose rows said so, as `lead.permissions-stated` told. */
    importId: z.uuid(),
  }),
});
