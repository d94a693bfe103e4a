import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/** Leads are brought in step with another CRM from now on, by hand or as it was due: the actor says which. Producer: lead. Key: tenantId:runId. */
export const crmSyncStartedV1 = defineEvent({
  type: 'crm-sync.started',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'runId',
  data: z.object({
    runId: z.uuid(),
    /** As in `crm-connection.changed`. */
    connectionId: z.uuid(),
    /** `hubspot` or `salesforce`; more may come. */
    provider: z.string(),
    /** `full` or `incremental`; what was never synced is synced whole, whatever was asked for. */
    kind: z.string(),
    /** Whether it goes on where the one before failed. */
    resumed: z.boolean(),
    /** ISO 8601, UTC. */
    startedAt: z.iso.datetime(),
  }),
});
