import {
  type DataOf,
  type EventContract,
  leadCapturedV1,
  leadDeletedV1,
  leadFormSubmittedV1,
  leadIdentityAddedV1,
  leadIdentityRemovedV1,
  leadPermissionsRevertedV1,
  leadPermissionsStatedV1,
  leadMergedV1,
  leadUnmergedV1,
  leadUpdatedV1,
  visitorIdentifiedV1,
} from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import type { EventRecord } from './event-publisher.js';

/** Which lead an event is about, and the version it brings. */
export interface LeadVersion {
  readonly tenantId: string;
  readonly leadId: string;
  readonly sequence: number;
}

const INSTANT = '2026-11-01T09:00:00.000Z';
const PERSON = { externalId: null, firstName: 'Ada', lastName: 'Lovelace', company: null, timeZone: null, source: 'spec', importId: null };
const ADDRESSES = { email: 'ada@example.com', phone: '+14155552671' };

/** `lead.captured` as the lead service publishes it; fields not given are Ada Lovelace's, without consents. */
export function leadCaptured(lead: LeadVersion, data: Partial<DataOf<typeof leadCapturedV1>> = {}): EventRecord {
  const fields = { ...PERSON, ...ADDRESSES, status: 'new' as const, capturedAt: INSTANT, consents: [] };
  return recordOf(leadCapturedV1, lead, { ...fields, ...data });
}

/** `lead.updated`; fields not given are Ada Lovelace's. */
export function leadUpdated(lead: LeadVersion, data: Partial<DataOf<typeof leadUpdatedV1>> = {}): EventRecord {
  const fields = { ...PERSON, ...ADDRESSES, changed: ['email'], updatedAt: INSTANT };
  return recordOf(leadUpdatedV1, lead, { ...fields, ...data });
}

/** `lead.permissions-stated`; fields not given are Ada Lovelace's, and nothing is said. */
export function leadPermissionsStated(lead: LeadVersion, data: Partial<DataOf<typeof leadPermissionsStatedV1>> = {}): EventRecord {
  return recordOf(leadPermissionsStatedV1, lead, { ...ADDRESSES, consents: [], doNotContact: [], importId: null, ...data });
}

/** `lead.permissions-reverted` of the import. */
export function leadPermissionsReverted(lead: LeadVersion, importId: string): EventRecord {
  return recordOf(leadPermissionsRevertedV1, lead, { importId });
}

/** `lead.deleted`. */
export function leadDeleted(lead: LeadVersion): EventRecord {
  return recordOf(leadDeletedV1, lead, { deletedAt: INSTANT });
}

/** `lead-form.submitted` of a lead that was known; of a submission of its own. */
export function leadFormSubmitted(lead: LeadVersion, data: Partial<DataOf<typeof leadFormSubmittedV1>> = {}): EventRecord {
  const proof = { wordingVersion: 1, consents: [], clientIp: '203.0.113.9', userAgent: null, submittedAt: INSTANT };
  return recordOf(leadFormSubmittedV1, lead, { submissionId: uuidV7.next(), formId: uuidV7.next(), isNewLead: false, ...proof, ...data });
}

/** `lead.merged`: the lead went into `survivorId`; fields not given are Ada Lovelace's. */
export function leadMerged(lead: LeadVersion, survivorId: string, data: Partial<DataOf<typeof leadMergedV1>> = {}): EventRecord {
  const { importId: _importId, ...person } = PERSON;
  const fields = { ...person, ...ADDRESSES, status: 'new' as const, mergedAt: INSTANT };
  return recordOf(leadMergedV1, lead, { ...fields, survivorId, mergeId: uuidV7.next(), ...data });
}

/** `lead.unmerged`: the lead had gone into `survivorId` and is back; fields not given are Ada Lovelace's. */
export function leadUnmerged(lead: LeadVersion, survivorId: string, data: Partial<DataOf<typeof leadUnmergedV1>> = {}): EventRecord {
  const { importId: _importId, ...person } = PERSON;
  const fields = { ...person, ...ADDRESSES, status: 'new' as const, unmergedAt: INSTANT };
  return recordOf(leadUnmergedV1, lead, { ...fields, survivorId, mergeId: uuidV7.next(), ...data });
}

/** `visitor.identified`: what is told under the visitor's id is the lead's. */
export function visitorIdentified(visitor: Omit<LeadVersion, 'leadId'> & { readonly visitorId: string }, leadId: string): EventRecord {
  const { tenantId, sequence, visitorId } = visitor;
  return {
    contract: visitorIdentifiedV1,
    event: { id: uuidV7.next(), tenantId, sequence, data: { visitorId, leadId, identifiedAt: INSTANT } },
  };
}

/** `lead-identity.added`: the lead is known by a further address. */
export function leadIdentityAdded(
  identity: Omit<LeadVersion, 'leadId'> & { readonly identityId: string },
  leadId: string,
  kind: DataOf<typeof leadIdentityAddedV1>['kind'],
  value: string,
): EventRecord {
  const { tenantId, sequence, identityId } = identity;
  return {
    contract: leadIdentityAddedV1,
    event: { id: uuidV7.next(), tenantId, sequence, data: { identityId, leadId, kind, value, addedAt: INSTANT } },
  };
}

/** `lead-identity.removed`. */
export function leadIdentityRemoved(
  { tenantId, sequence, identityId }: Omit<LeadVersion, 'leadId'> & { readonly identityId: string },
  leadId: string,
): EventRecord {
  const data = { identityId, leadId, removedAt: INSTANT };
  return { contract: leadIdentityRemovedV1, event: { id: uuidV7.next(), tenantId, sequence, data } };
}

function recordOf(contract: EventContract, { tenantId, leadId, sequence }: LeadVersion, data: Record<string, unknown>): EventRecord {
  return { contract, event: { id: uuidV7.next(), tenantId, sequence, data: { leadId, ...data } } };
}
