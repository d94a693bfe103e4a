import type { PeerRecord } from '../crm-peer.js';
import { readRecord, type SalesforceRecord } from './salesforce-record.rules.js';

/** What leads become. */
export const CONTACT = 'Contact';
/** Fields of a lead that tell what became of it; it cannot be written any more then. */
export const CONVERSION_FIELDS = ['IsConverted', 'ConvertedContactId'] as const;
/** The first three characters of an id name its object. */
const CONTACT_PREFIX = '003';

/** What a contact calls otherwise than a lead does. A company is no field of a contact, but its account, which is shared with others. */
const NAME_IN_CONTACT: Readonly<Record<string, string>> = {
  Street: 'MailingStreet',
  City: 'MailingCity',
  State: 'MailingState',
  PostalCode: 'MailingPostalCode',
  Country: 'MailingCountry',
};

/** Fields that a lead and a contact have in common: names of the lead's with names of the contact's. */
export type SharedFields = ReadonlyMap<string, string>;

/** @param described names of the fields of contacts that may be seen */
export function sharedFields(ofLead: readonly string[], described: ReadonlySet<string>): SharedFields {
  const named = ofLead.map((name) => [name, NAME_IN_CONTACT[name] ?? name] as const);
  return new Map(named.filter(([, inContact]) => described.has(inContact)));
}

export const isContactId = (id: string): boolean => id.startsWith(CONTACT_PREFIX);

/** The contact that a lead became; undefined of one that is a lead. Converted into an account of a person, it has none. */
export function contactIdOf({ IsConverted, ConvertedContactId }: SalesforceRecord): string | undefined {
  return IsConverted === true && typeof ConvertedContactId === 'string' ? ConvertedContactId : undefined;
}

/**
 * A contact in the words of leads. What contacts have no field for stays as the lead had it when it was converted.
 * @param leads that became the contact, one at least
 */
export function convertedRecord(contact: SalesforceRecord, leads: readonly SalesforceRecord[], shared: SharedFields): PeerRecord {
  const latest = leads.toSorted((a, b) => Date.parse(a.SystemModstamp) - Date.parse(b.SystemModstamp)).at(-1);
  const present = Object.fromEntries([...shared].map(([ofLead, inContact]) => [ofLead, contact[inContact] ?? null]));
  const { Id, SystemModstamp, IsDeleted } = contact;
  return { ...readRecord({ ...latest, ...present, Id, SystemModstamp, IsDeleted }), mergedIds: leads.map((lead) => lead.Id) };
}

/** Properties of a lead as a contact is told them; those that it has no field for are left out. */
export function toldToContact<T>(properties: Readonly<Record<string, T>>, shared: SharedFields): Record<string, T> {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, value]) => {
      const inContact = shared.get(name);
      return inContact === undefined ? [] : [[inContact, value] as const];
    }),
  );
}

/** Names of a contact's fields as a lead has them. */
export function namesInLead(inContact: readonly string[], shared: SharedFields): string[] {
  return [...shared].filter(([, name]) => inContact.includes(name)).map(([ofLead]) => ofLead);
}
