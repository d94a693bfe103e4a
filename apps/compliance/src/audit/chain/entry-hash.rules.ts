import { hash } from 'node:crypto';
import type { AuditEntry, AuditFact } from '../audit-entry.js';

/** Names the order and form of what is hashed; another one gets another name. */
export const LAYOUT = 'leadstream-audit-1';

/** A netstring: length in bytes, colon, text, comma. Nothing that stands in one field can pass for another. */
const field = (text: string): string => `${Buffer.byteLength(text)}:${text},`;
/** Of text that is known to be ASCII. */
const ascii = (text: string): string => `${text.length}:${text},`;

/**
 * What is hashed of an entry: the hash before it, the layout, and all fields in a fixed order, each as a netstring. Numbers are decimal, instants
 * ISO 8601 in UTC with milliseconds; what is not there is the empty text, which no field can be otherwise. docs/audit.md shows how to do it again.
 * @param told {@link factText} of the entry, where it was made before
 */
export function hashedText(tenantId: string, entry: Omit<AuditEntry, 'hash'>, told = factText(entry)): string {
  return (
    ascii(entry.previousHash.toString('hex')) +
    ascii(LAYOUT) +
    ascii(tenantId) +
    ascii(String(entry.sequence)) +
    ascii(entry.recordedAt.toISOString()) +
    told
  );
}

/** What is hashed of a fact, wherever it stands: the end of {@link hashedText}. */
export function factText(fact: AuditFact): string {
  return (
    ascii(fact.eventId) +
    field(fact.type) +
    ascii(String(fact.version)) +
    field(fact.source) +
    field(fact.subject) +
    ascii(String(fact.subjectVersion)) +
    ascii(fact.occurredAt.toISOString()) +
    field(fact.actor ?? '') +
    field(fact.correlationId) +
    field(fact.causationId ?? '') +
    ascii(fact.leadId ?? '') +
    field(fact.topic) +
    ascii(String(fact.partition)) +
    ascii(String(fact.offset)) +
    ascii(fact.personKeyId ?? '') +
    field(fact.body)
  );
}

/** SHA-256 of {@link hashedText}. */
export function entryHash(tenantId: string, entry: Omit<AuditEntry, 'hash'>, told = factText(entry)): Buffer {
  return hash('sha256', hashedText(tenantId, entry, told), 'buffer');
}
