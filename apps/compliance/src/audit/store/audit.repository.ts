import type { Tx } from '@leadstream/persistence';
import type { AuditEntry, AuditHead } from '../audit-entry.js';
import { bytesArray, instantArray, plainArray, textArray } from './text-array.rules.js';

/** One statement whether there is a head or not, so that heads of several tenants are locked in the order in which they are asked for. */
const lock = {
  name: 'audit_head_lock',
  text: `WITH locked AS (SELECT sequence, hash, recorded_at FROM audit_head WHERE tenant_id = $1 FOR UPDATE),
              begun AS (
                INSERT INTO audit_head AS head (tenant_id, sequence, hash, recorded_at)
                SELECT $1::uuid, 0, decode(repeat('00', 32), 'hex'), 'epoch' WHERE NOT EXISTS (SELECT FROM locked)
                ON CONFLICT (tenant_id) DO UPDATE SET sequence = head.sequence RETURNING sequence, hash, recorded_at
              )
         SELECT sequence, hash, recorded_at AS "recordedAt" FROM locked
         UNION ALL SELECT sequence, hash, recorded_at FROM begun`,
};

/** The rows, and the head behind the last of them. */
const append = {
  name: 'audit_entry_append',
  text: `WITH moved AS (UPDATE audit_head SET sequence = $22, hash = $23, recorded_at = $2 WHERE tenant_id = $1)
         INSERT INTO audit_entry (tenant_id, recorded_at, sequence, event_id, type, version, source, subject, subject_version, occurred_at, actor,
           correlation_id, causation_id, lead_id, topic, topic_partition, topic_offset, person_key_id, body, previous_hash, hash)
         SELECT $1::uuid, $2::timestamptz, * FROM unnest($3::bigint[], $4::uuid[], $5::text[], $6::bigint[], $7::text[], $8::text[], $9::bigint[],
           $10::timestamptz[], $11::text[], $12::text[], $13::text[], $14::uuid[], $15::text[], $16::int[], $17::bigint[], $18::uuid[],
           $19::text[], $20::bytea[], $21::bytea[])`,
};

/** By the subject, for which there is an index. */
const known = {
  name: 'audit_entry_known',
  text: `SELECT event_id AS id FROM audit_entry WHERE tenant_id = $1 AND subject = ANY ($2::text[]) AND event_id = ANY ($3::uuid[])`,
};

/** The chain of each tenant, to which entries are added and from which none is taken. */
export class AuditRepository {
  /** The end of the tenant's chain, held until the transaction ends: nobody else adds to it meanwhile. It has one when it had none. */
  async lockHead(tx: Tx, tenantId: string): Promise<AuditHead> {
    const row = await tx.queryOne<Omit<AuditHead, 'sequence'> & { sequence: string }>(lock, [tenantId]);
    if (row === undefined) throw new Error('the statement returned no row');
    return { ...row, sequence: Number(row.sequence) };
  }

  /** Adds entries that were made for the head, which the caller holds. */
  async append(tx: Tx, tenantId: string, entries: readonly AuditEntry[]): Promise<void> {
    const last = entries.at(-1);
    if (last === undefined) return;
    const column = <K extends keyof AuditEntry>(name: K): AuditEntry[K][] => entries.map((entry) => entry[name]);
    await tx.execute(append, [
      tenantId,
      last.recordedAt,
      plainArray(column('sequence')),
      plainArray(column('eventId')),
      textArray(column('type')),
      plainArray(column('version')),
      textArray(column('source')),
      textArray(column('subject')),
      plainArray(column('subjectVersion')),
      instantArray(column('occurredAt')),
      textArray(column('actor')),
      textArray(column('correlationId')),
      textArray(column('causationId')),
      plainArray(column('leadId')),
      textArray(column('topic')),
      plainArray(column('partition')),
      plainArray(column('offset')),
      plainArray(column('personKeyId')),
      textArray(column('body')),
      bytesArray(column('previousHash')),
      bytesArray(column('hash')),
      last.sequence,
      last.hash,
    ]);
  }

  /** Ids of those of the events that have an entry. */
  async findKnown(tx: Tx, tenantId: string, subjects: readonly string[], eventIds: readonly string[]): Promise<Set<string>> {
    const rows = await tx.query<{ id: string }>(known, [tenantId, subjects, eventIds]);
    return new Set(rows.map(({ id }) => id));
  }
}
