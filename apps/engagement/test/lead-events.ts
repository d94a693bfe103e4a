import { type DataOf, type EventContract, leadCapturedV1, leadDeletedV1, leadUpdatedV1 } from '@leadstream/contracts';
import { type Uuid, uuidV7 } from '@leadstream/kernel';
import type { PublishedEvent } from '@leadstream/testing';

/** A lead event and the contract it is published under. */
export interface LeadRecord {
  readonly contract: EventContract;
  readonly event: PublishedEvent<EventContract>;
}

/** Which lead it is about, and the version it brings. */
export interface Subject {
  readonly tenantId: Uuid;
  readonly leadId: Uuid;
  readonly sequence: number;
}

const INSTANT = '2026-11-01T09:00:00.000Z';
const PERSON = { externalId: null, firstName: 'Ada', lastName: 'Lovelace', company: null, timeZone: null, source: 'spec', importId: null };

export function leadCaptured(subject: Subject, data: Partial<DataOf<typeof leadCapturedV1>> = {}): LeadRecord {
  const fields = { ...PERSON, email: 'ada@example.com', phone: '+14155552671', status: 'new' as const, capturedAt: INSTANT, consents: [] };
  return recordOf(leadCapturedV1, subject, { ...fields, ...data });
}

export function leadUpdated(subject: Subject, data: Partial<DataOf<typeof leadUpdatedV1>> = {}): LeadRecord {
  const fields = { ...PERSON, email: 'ada@example.com', phone: '+14155552671', changed: ['email'], updatedAt: INSTANT };
  return recordOf(leadUpdatedV1, subject, { ...fields, ...data });
}

export function leadDeleted(subject: Subject): LeadRecord {
  return recordOf(leadDeletedV1, subject, { deletedAt: INSTANT });
}

function recordOf(contract: EventContract, { tenantId, leadId, sequence }: Subject, data: Record<string, unknown>): LeadRecord {
  return { contract, event: { id: uuidV7.next(), tenantId, sequence, data: { leadId, ...data } } };
}
