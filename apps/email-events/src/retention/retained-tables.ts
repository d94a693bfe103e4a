import { HELD_ADDRESSES } from '../held-address/held-addresses.js';
import type { RetainedTable } from '@leadstream/retention';

/**
 * What providers told. `email_event_identity` stays: it names nobody, and without it an old event could come again. `email_message` stays: it is how
 * each message stands.
 */
export const RETAINED_TABLES: readonly RetainedTable[] = [
  {
    category: 'email-events',
    table: 'email_event',
    instant: 'received_at',
    key: ['received_at', 'event_id'],
    // An event may name no address.
    isHeld: `coalesce(t.email IN (${HELD_ADDRESSES}), false)`,
    person: `'email:' || lower(t.email)`,
    isMonthly: true,
  },
];
