import type { DncEntry } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';
import { type DncRow, toDncEntry } from '../dnc-row.js';
import type { EntryName } from '../domain.rules.js';
import type { NewDncEntry } from '../new-dnc-entry.js';

/** What many entries have in common. */
export type SharedStatement = Omit<NewDncEntry, 'id' | 'kind' | 'value'>;

/** What becomes of an entry that is there. */
export type ChangedEntry = Pick<DncEntry, 'id' | 'expiresAt' | 'reason' | 'source' | 'evidence'>;

const COLUMNS = 'e.id, e.kind, e.value, e.channels, e.reason, e.source, e.evidence, e.version, e.added_at, e.expires_at';

// In one order for everybody: two that name the same addresses do not wait for each other's.
const insert = {
  name: 'dnc_bulk_insert',
  text: `INSERT INTO dnc_entry AS e (tenant_id, id, kind, value, channels, reason, source, version, added_at, expires_at, evidence)
         SELECT $1, o.id, o.kind, o.value, $5, $6, $7, 1, $8, $9, $10
           FROM unnest($2::uuid[], $3::text[], $4::text[]) AS o (id, kind, value) ORDER BY o.kind, o.value COLLATE "C"
             ON CONFLICT (tenant_id, kind, value, channels) WHERE removed_at IS NULL DO NOTHING
         RETURNING ${COLUMNS}`,
};

// One look at the index for each name: joined, a table that grew since it was last analysed is read whole for each thousand of names.
const lock = {
  name: 'dnc_bulk_lock',
  text: `SELECT e.* FROM unnest($2::text[], $3::text[]) AS o (kind, value) CROSS JOIN LATERAL (
           SELECT ${COLUMNS} FROM dnc_entry e
            WHERE e.tenant_id = $1 AND e.kind = o.kind AND e.value = o.value AND e.channels = $4 AND e.removed_at IS NULL LIMIT 1 FOR UPDATE) AS e`,
};

// What the planner knows of the table is from before the rows that this transaction writes.
const byIndex = { name: 'dnc_bulk_by_index', text: `SELECT set_config('enable_seqscan', 'off', true)` };

const change = {
  name: 'dnc_bulk_change',
  text: `UPDATE dnc_entry e SET expires_at = c."expiresAt", reason = c.reason, source = c.source, evidence = nullif(c.evidence, 'null'), version = e.version + 1
           FROM jsonb_to_recordset($2::jsonb) AS c (id uuid, "expiresAt" timestamptz, reason text, source text, evidence jsonb)
          WHERE e.tenant_id = $1 AND e.id = c.id RETURNING ${COLUMNS}`,
};

/** Changes of many entries of the list at once. */
export class DncBulkRepository {
  /** To be called first: statements of the transaction find entries by an index, however many there will be. */
  async prepare(tx: Tx): Promise<void> {
    await tx.query(byIndex, []);
  }

  /** @returns those that were not there; the others are left as they are */
  async create(
    tx: Tx,
    tenantId: string,
    named: readonly (EntryName & { readonly id: string })[],
    shared: SharedStatement,
  ): Promise<DncEntry[]> {
    const { channels, reason, source, addedAt, expiresAt, evidence } = shared;
    const rows = await tx.query<DncRow>(insert, [
      tenantId,
      named.map(({ id }) => id),
      named.map(({ kind }) => kind),
      named.map(({ value }) => value),
      channels,
      reason,
      source,
      addedAt,
      expiresAt,
      evidence && JSON.stringify(evidence),
    ]);
    return rows.map(toDncEntry);
  }

  /** @returns live entries of these names on just these channels, locked */
  async lock(tx: Tx, tenantId: string, named: readonly EntryName[], channels: SharedStatement['channels']): Promise<DncEntry[]> {
    const rows = await tx.query<DncRow>(lock, [tenantId, named.map(({ kind }) => kind), named.map(({ value }) => value), channels]);
    return rows.map(toDncEntry);
  }

  /** @param changed live entries that this transaction has locked */
  async change(tx: Tx, tenantId: string, changed: readonly ChangedEntry[]): Promise<DncEntry[]> {
    if (changed.length === 0) return [];
    return (await tx.query<DncRow>(change, [tenantId, JSON.stringify(changed)])).map(toDncEntry);
  }
}
