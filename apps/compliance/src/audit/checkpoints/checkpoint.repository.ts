import type { AuditCheckpoint } from '@leadstream/contracts';
import type { SystemTx, Tx } from '@leadstream/persistence';
import type { Checkpoint } from './checkpoint.js';

const COLUMNS = 'number, purpose, sequence, hash, signed_at AS "signedAt", key_id AS "keyId", signature';

const latest = {
  name: 'audit_checkpoint_latest',
  text: `SELECT ${COLUMNS} FROM audit_checkpoint WHERE tenant_id = $1 AND purpose = $2 ORDER BY number DESC LIMIT 1`,
};

/** Months that stay although it was signed that they may go are still to be checked. */
const begins = {
  name: 'audit_checkpoint_begins',
  text: `SELECT ${COLUMNS} FROM audit_checkpoint WHERE tenant_id = $1 AND purpose = 'archive'
            AND sequence < coalesce((SELECT min(sequence) FROM audit_entry WHERE tenant_id = $1), 9223372036854775807)
          ORDER BY number DESC LIMIT 1`,
};

const ofPlace = {
  name: 'audit_checkpoint_of_place',
  text: `SELECT ${COLUMNS} FROM audit_checkpoint WHERE tenant_id = $1 AND sequence = $2 ORDER BY purpose, number`,
};

const covering = {
  name: 'audit_checkpoint_covering',
  text: `SELECT ${COLUMNS} FROM audit_checkpoint WHERE tenant_id = $1 AND purpose = 'head' AND sequence >= $2 ORDER BY sequence, number LIMIT 1`,
};

const within = {
  name: 'audit_checkpoint_within',
  text: `SELECT ${COLUMNS} FROM audit_checkpoint WHERE tenant_id = $1 AND purpose = 'head' AND sequence BETWEEN $2 AND $3 ORDER BY sequence`,
};

const gap = {
  name: 'audit_checkpoint_gap',
  text: `SELECT sequence FROM (
           SELECT number, sequence, lag(number, 1, 0::bigint) OVER (ORDER BY number) AS before
           FROM audit_checkpoint WHERE tenant_id = $1 AND purpose = 'head') AS numbered
          WHERE number <> before + 1 ORDER BY number LIMIT 1`,
};

/** Whoever signed meanwhile has the number; then nothing is inserted. */
const insert = {
  name: 'audit_checkpoint_insert',
  text: `INSERT INTO audit_checkpoint (tenant_id, number, purpose, sequence, hash, signed_at, key_id, signature)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
};

const mark = {
  name: 'audit_head_signed',
  text: 'UPDATE audit_head SET signed_sequence = $2 WHERE tenant_id = $1 AND signed_sequence < $2',
};

const unsigned = { name: 'audit_unsigned_tenants', text: 'SELECT tenant_id AS id FROM tenants_with_unsigned_audit($1, $2) AS tenant_id' };

type CheckpointRow = Omit<Checkpoint, 'number' | 'sequence'> & { readonly number: string; readonly sequence: string };

const toCheckpoint = (row: CheckpointRow): Checkpoint => ({ ...row, number: Number(row.number), sequence: Number(row.sequence) });

/** What was signed of each tenant's chain. */
export class CheckpointRepository {
  async findLatest(tx: Tx, tenantId: string, purpose: AuditCheckpoint['purpose']): Promise<Checkpoint | undefined> {
    const row = await tx.queryOne<CheckpointRow>(latest, [tenantId, purpose]);
    return row && toCheckpoint(row);
  }

  /** What was signed when the entries before the first one that is there were taken out; undefined while none were. */
  async findBegin(tx: Tx, tenantId: string): Promise<Checkpoint | undefined> {
    const row = await tx.queryOne<CheckpointRow>(begins, [tenantId]);
    return row && toCheckpoint(row);
  }

  /** Whatever was signed of the entry in a place. */
  async findOfPlace(tx: Tx, tenantId: string, sequence: number): Promise<Checkpoint[]> {
    return (await tx.query<CheckpointRow>(ofPlace, [tenantId, sequence])).map(toCheckpoint);
  }

  /** The first head that was signed with an entry, or later. */
  async findCovering(tx: Tx, tenantId: string, sequence: number): Promise<Checkpoint | undefined> {
    const row = await tx.queryOne<CheckpointRow>(covering, [tenantId, sequence]);
    return row && toCheckpoint(row);
  }

  /** Signed heads of a stretch of the chain, in its order. */
  async findWithin(tx: Tx, tenantId: string, from: number, to: number): Promise<Checkpoint[]> {
    return (await tx.query<CheckpointRow>(within, [tenantId, from, to])).map(toCheckpoint);
  }

  /** Place that the first signed head speaks of before which one is missing; undefined when all are there, but for the latest. */
  async findGap(tx: Tx, tenantId: string): Promise<number | undefined> {
    const row = await tx.queryOne<{ sequence: string }>(gap, [tenantId]);
    return row && Number(row.sequence);
  }

  /** @returns whether the number was free */
  async create(tx: Tx, tenantId: string, checkpoint: Checkpoint): Promise<boolean> {
    const { number, purpose, sequence, hash, signedAt, keyId, signature } = checkpoint;
    const [created] = await Promise.all([
      tx.execute(insert, [tenantId, number, purpose, sequence, hash, signedAt, keyId, signature]),
      tx.execute(mark, [tenantId, sequence]),
    ]);
    return created === 1;
  }

  /** Tenants whose chain has grown since it was signed, by id. @param after the last one of the call before */
  async findUnsigned(tx: SystemTx, after: string | null, limit: number): Promise<string[]> {
    return (await tx.query<{ id: string }>(unsigned, [after, limit])).map(({ id }) => id);
  }
}
