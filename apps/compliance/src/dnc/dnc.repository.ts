import type { DncEntry } from '@leadstream/contracts';
import type { SystemTx, Tx } from '@leadstream/persistence';
import { type DncRow, toDncEntry } from './dnc-row.js';
import type { OthersStatement } from './dnc.rules.js';
import type { NewDncEntry } from './new-dnc-entry.js';

/** An entry that was taken off the list because its time was over. */
export interface ExpiredEntry {
  readonly id: string;
  readonly version: number;
  readonly expiresAt: Date;
}

const COLUMNS = 'id, kind, value, channels, reason, source, evidence, version, added_at, expires_at';

const lockOrInsert = {
  name: 'dnc_entry_lock_or_insert',
  text: `INSERT INTO dnc_entry AS d (tenant_id, id, kind, value, channels, reason, source, version, added_at, expires_at, evidence)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9, $10)
             ON CONFLICT (tenant_id, kind, value, channels) WHERE removed_at IS NULL DO UPDATE SET version = d.version
         RETURNING ${COLUMNS}`,
};

const extend = {
  name: 'dnc_entry_extend',
  text: `UPDATE dnc_entry SET expires_at = $3, version = version + 1 WHERE tenant_id = $1 AND id = $2 RETURNING ${COLUMNS}`,
};

const restate = {
  name: 'dnc_entry_restate',
  text: `UPDATE dnc_entry SET reason = $3, source = $4, evidence = $5, version = version + 1 WHERE tenant_id = $1 AND id = $2 RETURNING ${COLUMNS}`,
};

const stop = {
  name: 'dnc_entry_stop',
  text: `UPDATE dnc_entry SET reason = $3, source = $4, evidence = NULL, expires_at = NULL, also_stated = $5::jsonb, version = version + 1
          WHERE tenant_id = $1 AND id = $2 RETURNING ${COLUMNS}`,
};

const handOver = {
  name: 'dnc_entry_hand_over',
  text: `UPDATE dnc_entry SET reason = $3, source = $4, evidence = $5, expires_at = $6, also_stated = NULL, version = version + 1
          WHERE tenant_id = $1 AND id = $2 RETURNING ${COLUMNS}`,
};

// As of an entry that is stated twice: for as long as either says, with the first evidence that there is.
const noteOthers = {
  name: 'dnc_entry_note_others',
  text: `UPDATE dnc_entry SET also_stated = CASE WHEN also_stated IS NULL THEN $3::jsonb ELSE also_stated || jsonb_build_object(
                    'evidence', coalesce(nullif(also_stated -> 'evidence', 'null'), $3::jsonb -> 'evidence'),
                    'expiresAt', CASE WHEN also_stated ->> 'expiresAt' IS NOT NULL
                                       AND (also_stated ->> 'expiresAt')::timestamptz < ($3::jsonb ->> 'expiresAt')::timestamptz
                                       OR $3::jsonb ->> 'expiresAt' IS NULL
                                      THEN $3::jsonb -> 'expiresAt' ELSE also_stated -> 'expiresAt' END) END
          WHERE tenant_id = $1 AND id = ANY ($2::uuid[])`,
};

const others = { name: 'dnc_entry_others', text: 'SELECT also_stated AS "alsoStated" FROM dnc_entry WHERE tenant_id = $1 AND id = $2' };

const forgetOthers = {
  name: 'dnc_entry_forget_others',
  text: 'UPDATE dnc_entry SET also_stated = NULL WHERE tenant_id = $1 AND id = $2 AND also_stated IS NOT NULL',
};

const lock = {
  name: 'dnc_entry_lock',
  text: `SELECT ${COLUMNS} FROM dnc_entry WHERE tenant_id = $1 AND id = $2 AND removed_at IS NULL FOR UPDATE`,
};

const lockOfSource = {
  name: 'dnc_entry_lock_of_source',
  text: `SELECT id FROM dnc_entry WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) AND removed_at IS NULL AND source = $3 ORDER BY id FOR UPDATE`,
};

const remove = {
  name: 'dnc_entry_remove',
  text: `UPDATE dnc_entry SET removed_at = greatest($3, added_at), version = version + 1
          WHERE tenant_id = $1 AND id = $2 AND removed_at IS NULL RETURNING ${COLUMNS}`,
};

/**
 * Skips what a request is changing at this moment: it may well be extending it. A process whose clock is ahead takes off nothing that the
 * database's clock has not seen expire: what is off the list stays off.
 */
const removeExpired = {
  name: 'dnc_entry_remove_expired',
  text: `UPDATE dnc_entry AS d SET removed_at = d.expires_at, version = d.version + 1
           FROM (SELECT id FROM dnc_entry WHERE tenant_id = $1 AND removed_at IS NULL AND expires_at <= least($2, now())
                  ORDER BY expires_at LIMIT $3 FOR UPDATE SKIP LOCKED) AS over
          WHERE d.tenant_id = $1 AND d.id = over.id
         RETURNING d.id, d.version, d.expires_at AS "expiresAt"`,
};

const advanceList = {
  name: 'dnc_list_advance',
  text: `INSERT INTO dnc_list AS l (tenant_id, version, changed_at) VALUES ($1, 1, $2)
             ON CONFLICT (tenant_id) DO UPDATE SET version = l.version + 1, changed_at = excluded.changed_at`,
};

/** Changes to DNC lists. */
export class DncRepository {
  /** @returns the live entry for the value and channels, locked: the one given, or the one that was there (its id differs) */
  async lockOrInsert(tx: Tx, tenantId: string, entry: NewDncEntry): Promise<DncEntry> {
    const { id, kind, value, channels, reason, source, addedAt, expiresAt, evidence } = entry;
    const row = [id, kind, value, channels, reason, source, addedAt, expiresAt, evidence && JSON.stringify(evidence)];
    const rows = await tx.query<DncRow>(lockOrInsert, [tenantId, ...row]);
    return toDncEntry(onlyRow(rows));
  }

  /** @param id of a live entry that this transaction has locked */
  async extend(tx: Tx, tenantId: string, id: string, expiresAt: Date | null): Promise<DncEntry> {
    return toDncEntry(onlyRow(await tx.query<DncRow>(extend, [tenantId, id, expiresAt])));
  }

  /** @param id of a live entry that this transaction has locked */
  async restate(tx: Tx, tenantId: string, id: string, stated: Pick<DncEntry, 'reason' | 'source' | 'evidence'>): Promise<DncEntry> {
    const { reason, source, evidence } = stated;
    return toDncEntry(onlyRow(await tx.query<DncRow>(restate, [tenantId, id, reason, source, evidence && JSON.stringify(evidence)])));
  }

  /**
   * Makes an entry the person's own stop, for ever.
   * @param id of a live entry that this transaction has locked
   * @param alsoStated what it said before
   */
  async stop(
    tx: Tx,
    tenantId: string,
    id: string,
    { reason, source }: Pick<DncEntry, 'reason' | 'source'>,
    alsoStated: OthersStatement,
  ): Promise<DncEntry> {
    return toDncEntry(onlyRow(await tx.query<DncRow>(stop, [tenantId, id, reason, source, JSON.stringify(alsoStated)])));
  }

  /** The other way round: from now on it says what others say. @param id of a live entry that this transaction has locked */
  async handOver(tx: Tx, tenantId: string, id: string, { reason, source, evidence, expiresAt }: OthersStatement): Promise<DncEntry> {
    const row = [reason, source, evidence && JSON.stringify(evidence), expiresAt];
    return toDncEntry(onlyRow(await tx.query<DncRow>(handOver, [tenantId, id, ...row])));
  }

  /** What others say of stops, beside the person. @param ids of live entries that this transaction has locked */
  async noteOthers(tx: Tx, tenantId: string, ids: readonly string[], stated: OthersStatement): Promise<void> {
    await tx.execute(noteOthers, [tenantId, ids, JSON.stringify(stated)]);
  }

  /** What others say of a stop, beside the person. */
  async findOthers(tx: Tx, tenantId: string, id: string): Promise<OthersStatement | undefined> {
    return (await tx.queryOne<{ alsoStated: OthersStatement | null }>(others, [tenantId, id]))?.alsoStated ?? undefined;
  }

  /** @returns whether others had said anything */
  async forgetOthers(tx: Tx, tenantId: string, id: string): Promise<boolean> {
    return (await tx.execute(forgetOthers, [tenantId, id])) > 0;
  }

  /** @returns the live entry, locked */
  async lock(tx: Tx, tenantId: string, id: string): Promise<DncEntry | undefined> {
    const row = await tx.queryOne<DncRow>(lock, [tenantId, id]);
    return row && toDncEntry(row);
  }

  /** @returns ids of the live ones of that source, locked */
  async lockOfSource(tx: Tx, tenantId: string, ids: readonly string[], source: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(lockOfSource, [tenantId, ids, source]);
    return rows.map(({ id }) => id);
  }

  /** @returns the withdrawn entry, or undefined when there is no live one */
  async remove(tx: Tx, tenantId: string, id: string, removedAt: Date): Promise<DncEntry | undefined> {
    const row = await tx.queryOne<DncRow>(remove, [tenantId, id, removedAt]);
    return row && toDncEntry(row);
  }

  /** @returns the entries that expired by `now` and now are off the list; `limit` of them mean that there may be more */
  async removeExpired(tx: Tx, tenantId: string, now: Date, limit: number): Promise<ExpiredEntry[]> {
    return tx.query<ExpiredEntry>(removeExpired, [tenantId, now, limit]);
  }

  /** Tenants that have entries which expired by `now`, whoever they are; at most `limit`. */
  async findTenantsWithExpired(tx: SystemTx, now: Date, limit: number): Promise<string[]> {
    const rows = await tx.query<{ tenantId: string }>('SELECT tenants_with_expired_dnc(least($1, now()), $2) AS "tenantId"', [now, limit]);
    return rows.map(({ tenantId }) => tenantId);
  }

  /** Gives the tenant's list its next version. */
  async advanceList(tx: Tx, tenantId: string, changedAt: Date): Promise<void> {
    await tx.execute(advanceList, [tenantId, changedAt]);
  }
}

function onlyRow(rows: readonly DncRow[]): DncRow {
  const [row] = rows;
  if (row === undefined) throw new Error('the statement returned no row');
  return row;
}
