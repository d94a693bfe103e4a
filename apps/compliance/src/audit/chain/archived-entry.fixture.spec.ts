import type { AuditEntry } from '../audit-entry.js';

type ArchivedRow = Readonly<Record<string, string>> & {
  readonly sequence: number;
  readonly version: number;
  readonly subject_version: number;
  readonly topic_partition: number;
  readonly topic_offset: number;
};

const bytes = (hex = ''): Buffer => Buffer.from(hex.slice('\\x'.length), 'hex');

/** An entry as the archive has it: the row of `audit_entry` as Postgres writes JSON. */
export function entryOfArchive(json: string): AuditEntry {
  const row = JSON.parse(json) as ArchivedRow;
  const { sequence, version, subject_version: subjectVersion, topic_partition: partition, topic_offset: offset } = row;
  return {
    ...{ sequence, version, subjectVersion, partition, offset },
    ...{
      type: row['type'] ?? '',
      source: row['source'] ?? '',
      subject: row['subject'] ?? '',
      topic: row['topic'] ?? '',
      body: row['body'] ?? '',
    },
    eventId: row['event_id'] ?? '',
    recordedAt: new Date(row['recorded_at'] ?? ''),
    occurredAt: new Date(row['occurred_at'] ?? ''),
    actor: row['actor'] ?? null,
    correlationId: row['correlation_id'] ?? '',
    causationId: row['causation_id'] ?? null,
    leadId: row['lead_id'] ?? null,
    personKeyId: row['person_key_id'] ?? null,
    previousHash: bytes(row['previous_hash']),
    hash: bytes(row['hash']),
  };
}
