import type { AuditEntry, AuditFact } from '../audit-entry.js';
import { BEFORE_FIRST } from '../audit-entry.js';
import { entriesAfter } from './next-entries.rules.js';

export const TENANT = '01920000-0000-7000-8000-000000000001';
export const NOON = new Date('2026-11-01T12:00:00Z');

const ADA = '01920000-0000-7000-8000-000000000003';

/** The first of the two entries whose hashes are known from elsewhere. */
export const CAPTURED: AuditFact = {
  eventId: '01920000-0000-7000-8000-000000000002',
  type: 'lead.captured',
  version: 1,
  source: 'lead',
  subject: ADA,
  subjectVersion: 1,
  occurredAt: new Date('2026-11-01T11:59:59.123Z'),
  actor: 'member:01920000-0000-7000-8000-000000000004',
  correlationId: 'req-1',
  causationId: null,
  leadId: ADA,
  topic: 'crm.lead.v1',
  partition: 3,
  offset: 41,
  personKeyId: '01920000-0000-7000-8000-000000000005',
  body: `{"leadId":"${ADA}","source":"Grüße","sealed":"AQID"}`,
};

/** The second one: nobody did it, and it speaks of no person. */
export const TAGGED: AuditFact = {
  ...CAPTURED,
  eventId: '01920000-0000-7000-8000-000000000006',
  type: 'tag.changed',
  subject: 'vip',
  subjectVersion: 2,
  occurredAt: NOON,
  actor: null,
  correlationId: 'req-2',
  causationId: CAPTURED.eventId,
  leadId: null,
  partition: 0,
  offset: 7,
  personKeyId: null,
  body: '{"name":"vip"}',
};

/** A chain of so many entries, from the first on. */
export function chainOf(length: number): AuditEntry[] {
  const facts = Array.from({ length }, (_, index): AuditFact => ({ ...CAPTURED, offset: index, correlationId: `req-${index}` }));
  return entriesAfter(TENANT, BEFORE_FIRST, facts, NOON);
}
