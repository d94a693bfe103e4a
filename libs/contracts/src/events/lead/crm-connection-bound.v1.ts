import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/**
 * A connection with another CRM is of one of its accounts from now on: the first one that its credentials opened, until it is deleted. Its sequence is
 * the version that the connection had then. Producer: lead. Key: tenantId:connectionId.
 */
export const crmConnectionBoundV1 = defineEvent({
  type: 'crm-connection.bound',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'connectionId',
  data: z.object({
    /** As in `crm-connection.changed`. */
    connectionId: z.uuid(),
    /** `hubspot` or `salesforce`; more may come. */
    provider: z.string(),
    /** HubSpot's portal, Salesforce's organisation (15 characters). */
    accountId: z.string(),
    /** ISO 8601, UTC. */
    boundAt: z.iso.datetime(),
  }),
});
