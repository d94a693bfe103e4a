import type { Tx } from '@leadstream/persistence';
import type { AuditEntry, AuditHead } from '../audit-entry.js';

const begin = {
  name: 'audit_head_begin',
  text: `INSERT INTO audit_head (tenant_id, sequence, hash, recorded_at)
         VALUES ($1::uuid, 0, decode(repeat('00', 32), 'hex'), 'epoch') ON CONFLICT DO NOTHING`,
};

const lock = {
  name: 'audit_head_lock',
  text: `SELECT sequence, hash, recorded_at AS "recordedAt" FROM audit_head WHERE tenant_id = $1 FOR UPDATE`,
};

const append = {
  name: 'audit_entry_append',
  text: `INSERT INTO audit_entry (tenant_id, recorded_at, sequence, event_id, type, version, source, subject, subject_version, occurred_at, actor,
           correlation_id, causation_id, lead_id, topic, topic_partition, topic_offset, person_key_id, body, previous_hash, hash)
         SELECT $1::uuid, $2::timestamptz, * FROM unnest($3::bigint[], $4::uuid[], $5::text[], $6::bigint[], $7::text[], $8::text[], $9::bigint[],
           $10::timestamptz[], $11::text[], $12::text[], $13::text[], $14::uuid[], $15::text[], $16::int[], $17::bigint[], $18::uuid[],
           $19::text[], $20::bytea[], $21::bytea[])`,
};

const move = {
  name: 'audit_head_move',
  text: 'UPDATE audit_head SET sequence = $2, hash = $3, recorded_at = $4 WHERE tenant_id = $1',
};

/** By the subject, for which there is an index. */
const known = {
  name: 'audit_entry_known',
  text: `SELECT event_id AS id FROM audit_entry WHERE tenant_id = $1 AND subject = ANY ($2::text[]) AND event_id = ANY ($3::uuid[])`,
};

/** The chain of each tenant, to which entries are added and from which none is taken. */
export class AuditRepository {
  /** The end of the tenant's chain, held until the transaction ends: nobody else adds to it meanwhile. */
  async lockHead(tx: Tx, tenantId: string): Promise<AuditHead> {
    let row = await tx.queryOne<Omit<AuditHead, 'sequence'> & { sequence: string }>(lock, [tenantId]);
    if (row === undefined) {
      await tx.execute(begin, [tenantId]);
      row = await tx.queryOne(lock, [tenantId]);
    }
    if (row === undefined) throw new Error('the head of the chain is gone again');
    return { ...row, sequence: Number(row.sequence) };
  }

  /** Adds entries that were made for the head, which the caller holds. */
  async append(tx: Tx, tenantId: string, entries: readonly AuditEntry[]): Promise<void> {
    const last = entries.at(-1);
    if (last === undefined) return;
    const column = <K extends keyof AuditEntry>(name: K): AuditEntry[K][] => entries.map((entry) => entry[name]);
    await Promise.all([
      tx.execute(append, [
        tenantId,
        last.recordedAt,
        column('sequence'),
        column('eventId'),
        column('type'),
        column('version'),
        column('source'),
        column('subject'),
        column('subjectVersion'),
        column('occurredAt'),
        column('actor'),
        column('correlationId'),
        column('causationId'),
        column('leadId'),
        column('topic'),
        column('partition'),
        column('offset'),
        column('personKeyId'),
        column('body'),
        column('previousHash'),
        column('hash'),
      ]),
      tx.execute(move, [tenantId, last.sequence, last.hash, last.recordedAt]),
    ]);
  }

  /** Ids of those of the events that have an entry. */
  async findKnown(tx: Tx, tenantId: string, subjects: readonly string[], eventIds: readonly string[]): Promise<Set<string>> {
    const rows = await tx.query<{ id: string }>(known, [tenantId, subjects, eventIds]);
    return new Set(rows.map(({ id }) => id));
  }
}
