import { findEvent, personalFieldsOf, type RecordedEvent } from '@leadstream/contracts';
import type { AuditFact } from '../audit-entry.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What is kept of an event. */
export function factOf(event: RecordedEvent): AuditFact {
  return {
    eventId: event.id,
    type: event.type,
    version: event.version,
    source: event.source,
    subject: event.subject,
    subjectVersion: event.sequence,
    occurredAt: event.time,
    actor: event.actor ?? null,
    correlationId: event.correlationId,
    causationId: event.causationId ?? null,
    leadId: leadOf(event),
    topic: event.topic,
    partition: event.partition,
    offset: event.offset,
    personKeyId: event.personKeyId ?? null,
    body: keptBody(event),
  };
}

/** Events that concern a lead name it by `leadId`. */
function leadOf({ data }: RecordedEvent): string | null {
  const { leadId } = data;
  return typeof leadId === 'string' && UUID.test(leadId) ? leadId : null;
}

/** The body as it was published, but for personal fields that stand in it unsealed: nobody could erase them here. */
function keptBody({ type, version, body, data }: RecordedEvent): string {
  const contract = findEvent(type, version);
  if (contract?.person === undefined) return body;
  const personal = personalFieldsOf(contract);
  if (personal.every((name) => data[name] == null)) return body;
  return JSON.stringify(Object.fromEntries(Object.entries(data).filter(([name]) => !personal.includes(name))));
}
