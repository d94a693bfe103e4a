import { HELD_BY_LEAD, OF_LEAD, type RetainedTable } from '@leadstream/retention';

// What an opt-in lifts, and what keeps an entry from being lifted with another's, is known by the review: it stays for as long as an entry stands for it.
const IS_NO_LONGER_HEEDED = `(t.state IN ('dismissed', 'lifted') OR t.state IN ('acted', 'confirmed') AND NOT EXISTS (
  SELECT FROM dnc_entry d WHERE d.tenant_id = t.tenant_id AND d.id = ANY (t.dnc_entry_ids) AND d.removed_at IS NULL))`;

/**
 * What grows with every contact. The consent ledger, DNC entries and what they came from stay: they are what forbids contact, for as long as there is anybody
 * to contact; an erasure reaches them.
 */
export const RETAINED_TABLES: readonly RetainedTable[] = [
  {
    category: 'decisions',
    table: 'decision',
    instant: 'decided_at',
    key: ['id', 'decided_at'],
    isHeld: HELD_BY_LEAD,
    person: OF_LEAD,
    isMonthly: true,
  },
  {
    category: 'opt-out-reviews',
    table: 'opt_out_review',
    instant: 'found_at',
    key: ['id'],
    mayGo: IS_NO_LONGER_HEEDED,
    isHeld: HELD_BY_LEAD,
    person: OF_LEAD,
    isMonthly: false,
  },
  {
    category: 'audit',
    table: 'audit_entry',
    instant: 'recorded_at',
    key: ['sequence', 'recorded_at'],
    isHeld: HELD_BY_LEAD,
    // What a body says of a person is sealed with that person's key already; the rest must stay readable for the hashes to hold.
    person: 'NULL::text',
    isMonthly: true,
    isAppendOnly: true,
    dropMonth: 'drop_audit_month',
  },
];
