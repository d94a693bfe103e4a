import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { consentStatement } from '../../lead-fields.js';
import { leadTopic } from '../../topics.js';
import { furtherLeadFields, toldLeadFields } from './told-lead-fields.js';

/** A lead was accepted for the first time. Producer: lead. Key: tenantId:leadId. */
export const leadCapturedV1 = defineEvent({
  type: 'lead.captured',
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
    /** Since when it has that status, where not since it was captured. ISO 8601, UTC. */
    statusChangedAt: z.iso.datetime().optional(),
    /** When the visitor submitted, or the file says so; never changes. ISO 8601, UTC. */
    capturedAt: z.iso.datetime(),
    /** Consent stated at capture; empty means none was stated. */
    consents: z.array(consentStatement),
    /** Import that brought the lead, if one did. */
    importId: z.uuid().nullable(),
    ...furtherLeadFields,
  }),
});
