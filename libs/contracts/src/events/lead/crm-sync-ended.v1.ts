import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/** Leads were brought in step with another CRM, or could not be, or are not to be any more. Producer: lead. Key: tenantId:runId. */
export const crmSyncEndedV1 = defineEvent({
  type: 'crm-sync.ended',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'runId',
  data: z.object({
    runId: z.uuid(),
    /** `hubspot` or `salesforce`. */
    provider: z.string(),
    /** `full` or `incremental`. */
    kind: z.string(),
    /** `completed`, `failed` or, since its connection was deleted, `cancelled`; more may come. */
    status: z.string(),
    /** Why it failed. */
    errorCode: z.string().nullable(),
    /** Records of the peer by what became of them: `created`, `updated`, `unchanged`... */
    pulled: z.record(z.string(), z.int().min(0)),
    /** Leads by what became of them. */
    pushed: z.record(z.string(), z.int().min(0)),
    /** ISO 8601, UTC. */
    endedAt: z.iso.datetime(),
  }),
});
