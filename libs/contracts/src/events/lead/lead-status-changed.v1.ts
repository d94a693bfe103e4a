import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/** A lead moved to another status. Producer: lead. Key: tenantId:leadId. */
export const leadStatusChangedV1 = defineEvent({
  type: 'lead.status-changed',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'leadId',
  data: z.object({
    leadId: z.uuid(),
    /** One of the default statuses or of the tenant's own; lower-case. */
    from: z.string(),
    to: z.string(),
    /** When the change took effect, ISO 8601, UTC; an import may state one in the past, even before capture. */
    changedAt: z.iso.datetime(),
    /** What caused it: `manual`, `import`, `automation`, `merge` (of two leads, or its undoing); more may come. */
    trigger: z.string(),
    /** Whole seconds spent in `from`; negative when the stated instants contradict each other. */
    secondsInStage: z.int(),
    /** Import that made the change, if one did. */
    importId: z.uuid().nullable(),
  }),
});
