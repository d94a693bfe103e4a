import { isUuid } from '@leadstream/kernel';
import { z } from 'zod';
import type { PeerRecord, PeerRemoval, PeerWrite } from '../crm-peer.js';

/** External id field of the object, unique: an administrator of the organisation makes it. */
export const ID_FIELD = 'Leadstream_Id__c';
/** What Salesforce itself writes where a required field is not known. */
const NOT_PROVIDED = '[not provided]';
const REQUIRED: Readonly<Record<string, readonly string[]>> = { Lead: ['LastName', 'Company'], Contact: ['LastName'] };

/** Whom a record belongs to: somebody, always. */
const OWNER_FIELD = 'OwnerId';

export const salesforceRecord = z
  .object({
    Id: z.string().min(15).max(18),
    SystemModstamp: z.string().refine((text) => !Number.isNaN(Date.parse(text))),
    IsDeleted: z.boolean(),
    MasterRecordId: z.string().nullish(),
  })
  .catchall(z.unknown());
export type SalesforceRecord = z.infer<typeof salesforceRecord>;

/** Fields to ask for; their names are letters, digits and underscores. */
export function askedFields(mapped: readonly string[]): string[] {
  const own = ['Id', 'SystemModstamp', 'IsDeleted', 'MasterRecordId', ID_FIELD, 'Email', 'HasOptedOutOfEmail', 'DoNotCall'];
  return [...new Set([...own, ...mapped])];
}

const textOf = (value: unknown): string | null =>
  ['string', 'number', 'boolean'].includes(typeof value) && value !== '' && value !== NOT_PROVIDED ? String(value) : null;

export function readRecord(record: SalesforceRecord): PeerRecord {
  const properties = Object.fromEntries(Object.entries(record).map(([name, value]) => [name, textOf(value)]));
  const leadId = properties[ID_FIELD]?.toLowerCase();
  return {
    peerId: record.Id,
    leadId: isUuid(leadId) ? leadId : null,
    modifiedAt: new Date(record.SystemModstamp),
    properties,
    optedOut: [
      ...(record['HasOptedOutOfEmail'] === true ? (['email'] as const) : []),
      ...(record['DoNotCall'] === true ? (['voice'] as const) : []),
    ],
    mergedIds: [],
  };
}

export function readRemoval({ Id, MasterRecordId }: SalesforceRecord): PeerRemoval {
  return { peerId: Id, mergedInto: MasterRecordId ?? null };
}

/** What is written of a record; what it must have and we do not know is said to be so. */
export function statedFields(object: string, { leadId, peerId, properties }: PeerWrite): Record<string, unknown> {
  const isNew = peerId === undefined;
  const { [OWNER_FIELD]: owner = null, ...others } = properties;
  const unknown = (REQUIRED[object] ?? []).filter((name) => (isNew || name in properties) && (properties[name] ?? null) === null);
  return {
    attributes: { type: object },
    ...others,
    ...(owner !== null && { [OWNER_FIELD]: owner }),
    ...Object.fromEntries(unknown.map((name) => [name, NOT_PROVIDED])),
    ...(!isNew && { id: peerId }),
    [ID_FIELD]: leadId,
  };
}
