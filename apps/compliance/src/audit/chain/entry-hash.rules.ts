import { hash } from 'node:crypto';
import type { AuditEntry } from '../audit-entry.js';

/** Names the order and form of what is hashed; another one gets another name. */
export const LAYOUT = 'leadstream-audit-1';

/** A netstring: length in bytes, colon, text, comma. Nothing that stands in one field can pass for another. */
const field = (text: string): string => `${Buffer.byteLength(text)}:${text},`;
/** Of text that is known to be ASCII. */
const ascii = (text: string): string => `${text.length}:${text},`;

/**
 * What is hashed of an entry: the hash before it, the layout, and all fields in a fixed order, each as a netstring. Numbers are decimal, instants
 * ISO 8601 in UTC with milliseconds; what is not there is the empty text, which no field can be otherwise. docs/audit.md shows how to do it again.
 */
export function hashedText(tenantId: string, entry: Omit<AuditEntry, 'hash'>): string {
  return (
    ascii(entry.previousHash.toString('hex')) +
    ascii(LAYOUT) +
    ascii(tenantId) +
    ascii(String(entry.sequence)) +
    ascii(entry.recordedAt.toISOString()) +
    ascii(entry.eventId) +
    field(entry.type) +
    ascii(String(entry.version)) +
    field(entry.source) +
    field(entry.subject) +
    ascii(String(entry.subjectVersion)) +
    ascii(entry.occurredAt.toISOString()) +
    field(entry.actor ?? '') +
    field(entry.correlationId) +
    field(entry.causationId ?? '') +
    ascii(entry.leadId ?? '') +
    field(entry.topic) +
    ascii(String(entry.partition)) +
    ascii(String(entry.offset)) +
    ascii(entry.personKeyId ?? '') +
    field(entry.body)
  );
}

/** SHA-256 of {@link hashedText}. */
export function entryHash(tenantId: string, entry: Omit<AuditEntry, 'hash'>): Buffer {
  return hash('sha256', hashedText(tenantId, entry), 'buffer');
}
