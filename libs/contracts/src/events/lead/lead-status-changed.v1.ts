import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadStatus } from '../../lead-fields.js';
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
    from: leadStatus,
    to: leadStatus,
    /** When the change took effect, ISO 8601, UTC; an import may state one in the past, even before capture. */
    changedAt: z.iso.datetime(),
    /** What caused it. */
    trigger: z.enum(['manual', 'import', 'automation']),
    /** Whole seconds spent in `from`; negative when the stated instants contradict each other. */
    secondsInStage: z.int(),
    /** Import that made the change, if one did. */
    importId: z.uuid().nullable(),
  }),
});
