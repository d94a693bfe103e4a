import type { SystemTx, Tx } from '@leadstream/persistence';
import type { AllowedContact } from '../../facts/counted-contacts.js';
import type { PastDecision, RehearsalRecord } from '../rehearsal.js';

/**
 * Ids grow with time, and each is drawn once the lead is locked: their order is the one in which decisions saw each other. The primary key begins with
 * them and has the instant as well, by which whole months are left out.
 */
const findNext = {
  name: 'decision_past_next',
  text: `SELECT id, lead_id AS "leadId", channel, purpose, decided_at AS "decidedAt", coalesce(judged_at, decided_at) AS at, outcome,
                later_at AS "laterAt", reasons, inputs -> 'facts' AS facts
           FROM decision WHERE tenant_id = $1 AND id > $2 AND decided_at >= $3 AND decided_at < $4 ORDER BY id LIMIT $5`,
};

/** Before the rehearsed time as they were decided, from then on as the rehearsal has it so far; what was asked about a later instant counts for nothing. */
const findContacts = {
  name: 'decision_past_contacts',
  text: `SELECT d.lead_id AS "leadId", d.channel, d.purpose, d.decided_at AS at
           FROM decision d
           LEFT JOIN policy_rehearsal_change c ON c.tenant_id = $1 AND c.rehearsal_id = $2 AND c.decision_id = d.id
          WHERE d.tenant_id = $1 AND d.lead_id = ANY ($3::uuid[]) AND d.decided_at > $4 AND d.decided_at < $6
            AND (d.decided_at < $5 OR d.id <= $7) AND (d.judged_at IS NULL OR d.judged_at = d.decided_at)
            AND coalesce(c.after_outcome, d.outcome) = 'allow'
          ORDER BY d.decided_at`,
};

/** Months are partitions, which are taken out whole when they are no longer kept. */
const findOldestMonth = {
  name: 'decision_oldest_month',
  text: `SELECT min(make_timestamptz(month[1]::integer, month[2]::integer, 1, 0, 0, 0, 'UTC')) AS "keptSince"
           FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
          CROSS JOIN regexp_match(c.relname, '_y(\\d{4})m(\\d{2})$') AS month
          WHERE i.inhparent = 'decision'::regclass`,
};

/** Decisions that were made, as rehearsals go through them. */
export class PastDecisionReadModel {
  /** Those that come after the last one that was looked at. */
  findNext(tx: Tx, tenantId: string, { doneUpTo, from, to }: RehearsalRecord, limit: number): Promise<PastDecision[]> {
    return tx.query<PastDecision>(findNext, [tenantId, doneUpTo, from, to, limit]);
  }

  /** Contacts with some leads after an instant that count for the decisions to be looked at next. */
  findContacts(
    tx: Tx,
    tenantId: string,
    { rehearsalId, from, to, doneUpTo }: RehearsalRecord,
    leadIds: readonly string[],
    after: Date,
  ): Promise<AllowedContact[]> {
    return tx.query<AllowedContact>(findContacts, [tenantId, rehearsalId, leadIds, after, from, to, doneUpTo]);
  }

  /** Decisions from then on are there, if any was made. */
  async findKeptSince(tx: SystemTx): Promise<Date> {
    const found = await tx.queryOne<{ keptSince: Date | null }>(findOldestMonth);
    if (!found?.keptSince) throw new Error('the table of decisions has no month');
    return found.keptSince;
  }
}
