import type { Channel, Purpose } from '@leadstream/contracts';
import type { SystemTx, Tx } from '@leadstream/persistence';

/** A line of the ledger that gave consent for a time. */
export interface EndedConsent {
  readonly entryId: string;
  readonly leadId: string;
  readonly channel: Channel;
  readonly purpose: Purpose;
  readonly expiresAt: Date;
}

const note = {
  name: 'consent_expiry_note',
  text: 'INSERT INTO consent_expiry (tenant_id, entry_id, expires_at) SELECT $1::uuid, * FROM unnest($2::uuid[], $3::timestamptz[])',
};

const takeEnded = {
  name: 'consent_expiry_take_ended',
  text: `WITH ended AS (
           SELECT entry_id FROM consent_expiry WHERE tenant_id = $1 AND expires_at <= $2 ORDER BY expires_at LIMIT $3 FOR UPDATE SKIP LOCKED),
         taken AS (
           DELETE FROM consent_expiry AS x USING ended WHERE x.tenant_id = $1 AND x.entry_id = ended.entry_id RETURNING x.entry_id)
         SELECT e.id AS "entryId", e.lead_id AS "leadId", e.channel, e.purpose, e.expires_at AS "expiresAt"
           FROM taken JOIN consent_entry e ON e.tenant_id = $1 AND e.id = taken.entry_id
          ORDER BY e.expires_at, e.id`,
};

/** Consents whose end is still to be told. */
export class ConsentExpiryRepository {
  async note(tx: Tx, tenantId: string, entries: readonly Pick<EndedConsent, 'entryId' | 'expiresAt'>[]): Promise<void> {
    await tx.execute(note, [tenantId, entries.map(({ entryId }) => entryId), entries.map(({ expiresAt }) => expiresAt)]);
  }

  /** Takes those out that ended by `now`: whoever takes them tells of them in the same transaction, or they are found again. */
  takeEnded(tx: Tx, tenantId: string, now: Date, limit: number): Promise<EndedConsent[]> {
    return tx.query<EndedConsent>(takeEnded, [tenantId, now, limit]);
  }

  /** Tenants with consents that ended by `now`, whoever they are; at most `limit`. */
  async findTenantsWithEnded(tx: SystemTx, now: Date, limit: number): Promise<string[]> {
    const rows = await tx.query<{ tenantId: string }>('SELECT tenants_with_expired_consents($1, $2) AS "tenantId"', [now, limit]);
    return rows.map(({ tenantId }) => tenantId);
  }
}
