import { type AuditTrailEntry, type Fields, findEvent, SEALED_FIELD } from '@leadstream/contracts';
import type { AuditEntry } from '../audit-entry.js';

export type Shown = Pick<AuditTrailEntry, 'personalState' | 'personal'>;

const OF_MEMBERS = 'members:read';
const OF_LEADS = 'leads:read';

/** Whether a caller with these scopes may see the personal fields of an entry; of types that are not known here, who may see everybody. */
export function maySeePersonal({ type, version }: Pick<AuditEntry, 'type' | 'version'>, scopes: readonly string[]): boolean {
  const person = findEvent(type, version)?.person;
  if (person === undefined) return scopes.includes(OF_MEMBERS) && scopes.includes(OF_LEADS);
  return scopes.includes(person.startsWith('member:') ? OF_MEMBERS : OF_LEADS);
}

/** The body, parsed. */
export function bodyOf({ body }: Pick<AuditEntry, 'body'>): Fields {
  return JSON.parse(body) as Fields;
}

/** As the API shows it. */
export function presentEntry(entry: AuditEntry, { [SEALED_FIELD]: _sealed, ...data }: Fields, shown: Shown): AuditTrailEntry {
  return {
    sequence: entry.sequence,
    eventId: entry.eventId,
    type: entry.type,
    version: entry.version,
    source: entry.source,
    subject: entry.subject,
    subjectVersion: entry.subjectVersion,
    occurredAt: entry.occurredAt.toISOString(),
    recordedAt: entry.recordedAt.toISOString(),
    actor: entry.actor,
    correlationId: entry.correlationId,
    causationId: entry.causationId,
    leadId: entry.leadId,
    topic: entry.topic,
    partition: entry.partition,
    offset: entry.offset,
    data,
    ...shown,
    previousHash: entry.previousHash.toString('hex'),
    hash: entry.hash.toString('hex'),
  };
}
