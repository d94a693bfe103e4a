import type { AuditEntry } from '../audit-entry.js';

/** A row as Postgres gives it: 64-bit numbers are text. */
export interface AuditRow extends Omit<AuditEntry, 'sequence' | 'version' | 'subjectVersion' | 'offset'> {
  readonly sequence: string;
  readonly version: string;
  readonly subjectVersion: string;
  readonly offset: string;
}

export const AUDIT_COLUMNS = `sequence, recorded_at AS "recordedAt", event_id AS "eventId", type, version, source, subject,
  subject_version AS "subjectVersion", occurred_at AS "occurredAt", actor, correlation_id AS "correlationId", causation_id AS "causationId",
  lead_id AS "leadId", topic, topic_partition AS "partition", topic_offset AS "offset", person_key_id AS "personKeyId", body,
  previous_hash AS "previousHash", hash`;

export function toAuditEntry(row: AuditRow): AuditEntry {
  return {
    ...row,
    sequence: Number(row.sequence),
    version: Number(row.version),
    subjectVersion: Number(row.subjectVersion),
    offset: Number(row.offset),
  };
}
