import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/**
 * A budget was opened or changed; carries what it is after that. The sequence is its version, which entries do not raise.
 * Producer: lead. Key: tenantId:budgetId.
 */
export const budgetChangedV1 = defineEvent({
  type: 'budget.changed',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'budgetId',
  data: z.object({
    budgetId: z.uuid(),
    name: z.string(),
    /** ISO 4217. */
    currency: z.string(),
    /** `active`, or `closed`: takes no entries. */
    status: z.string(),
    /** Exact decimal: how far below zero the balance may go. */
    overdraftLimit: z.string(),
    /** ISO 8601, UTC. */
    changedAt: z.iso.datetime(),
  }),
});
