import type { Tx } from '@leadstream/persistence';
import type { AuditEntry, Footing } from '../audit-entry.js';
import { AUDIT_COLUMNS, type AuditRow, toAuditEntry } from './audit-row.js';

const stretch = {
  name: 'audit_entry_stretch',
  text: `SELECT ${AUDIT_COLUMNS} FROM audit_entry
          WHERE tenant_id = $1 AND sequence BETWEEN $2 AND $3 ORDER BY sequence, recorded_at LIMIT $4`,
};

const at = {
  name: 'audit_entry_at',
  text: 'SELECT hash FROM audit_entry WHERE tenant_id = $1 AND sequence = $2 ORDER BY recorded_at LIMIT 1',
};

/** In one statement, so that nothing is added between the two looks. */
const end = {
  name: 'audit_chain_end',
  text: `SELECT sequence, hash, coalesce((SELECT max(sequence) FROM audit_entry WHERE tenant_id = $1), 0) AS "lastEntry"
           FROM audit_head WHERE tenant_id = $1`,
};

const before = {
  name: 'audit_entry_before',
  text: `SELECT sequence, hash FROM audit_entry WHERE tenant_id = $1 AND recorded_at < $2 ORDER BY recorded_at DESC, sequence DESC LIMIT 1`,
};

interface FootingRow {
  readonly sequence: string;
  readonly hash: Buffer;
}

const footingOf = ({ sequence, hash }: FootingRow): Footing => ({ sequence: Number(sequence), hash });

/** Entries in the order of the chain. */
export class AuditReadModel {
  /** Entries of a stretch, both ends included; `limit` of them at most. Places may be missing, or taken twice. */
  async findStretch(tx: Tx, tenantId: string, from: number, to: number, limit: number): Promise<AuditEntry[]> {
    const rows = await tx.query<AuditRow>(stretch, [tenantId, from, to, limit]);
    return rows.map(toAuditEntry);
  }

  /** The hash of the entry in that place. */
  async findHash(tx: Tx, tenantId: string, sequence: number): Promise<Buffer | undefined> {
    return (await tx.queryOne<{ hash: Buffer }>(at, [tenantId, sequence]))?.hash;
  }

  /** The last entry that was recorded before an instant. */
  async findLastBefore(tx: Tx, tenantId: string, instant: Date): Promise<Footing | undefined> {
    const row = await tx.queryOne<FootingRow>(before, [tenantId, instant]);
    return row && footingOf(row);
  }

  /** What the head says, and what is there; undefined for a tenant without a chain. */
  async findEnd(tx: Tx, tenantId: string): Promise<{ readonly head: Footing; readonly lastEntry: number } | undefined> {
    const row = await tx.queryOne<FootingRow & { lastEntry: string }>(end, [tenantId]);
    return row && { head: footingOf(row), lastEntry: Number(row.lastEntry) };
  }
}
