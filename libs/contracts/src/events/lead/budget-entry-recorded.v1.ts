import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/**
 * An amount was booked to a budget. The sequence is the number of the entry in its ledger: 1, 2, 3... without gaps, apart from the versions that
 * `budget.changed` counts. Whoever keeps these events has a witness of the ledger outside of its database.
 * Producer: lead. Key: tenantId:budgetId.
 */
export const budgetEntryRecordedV1 = defineEvent({
  type: 'budget-entry.recorded',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'budgetId',
  data: z.object({
    budgetId: z.uuid(),
    sequence: z.int().min(1),
    /** `allocation`, `withdrawal`, `spend`, `refund`, `adjustment` or `reversal`. */
    kind: z.string(),
    /** What the balance changed by, exact; below zero for what was spent. */
    change: z.object({ amount: z.string(), currency: z.string() }),
    /** Exact decimals in the same currency. */
    balanceBefore: z.string(),
    balanceAfter: z.string(),
    /** The caller's own name for the booking. */
    reference: z.string().nullable(),
    /** Number of the entry that this one takes back. */
    reverses: z.int().min(1).nullable(),
    /** ISO 8601, UTC. */
    recordedAt: z.iso.datetime(),
    /** SHA-256 in hexadecimal over the entry and the hash of the one before. */
    hash: z.string(),
  }),
});
