import type { CrmFieldMapping, CrmProvider } from '@leadstream/contracts';
import type { CrmSettings } from '../crm-connection.js';

const both = (field: string, property: string): CrmFieldMapping => ({ field, property, direction: 'both', owner: 'newest', type: 'text' });

const POLICIES: Omit<CrmSettings, 'object' | 'mapping'> = {
  createsLeads: true,
  createsRecords: true,
  tells: 'unless-forbidden',
  onRecordRemoved: 'keep',
  onLeadDeleted: 'keep',
  everyMinutes: 15,
};

const HUBSPOT_CONTACTS = [
  both('email', 'email'),
  both('phone', 'phone'),
  both('firstName', 'firstname'),
  both('lastName', 'lastname'),
  both('company', 'company'),
  both('jobTitle', 'jobtitle'),
  both('address.street', 'address'),
  both('address.city', 'city'),
  both('address.region', 'state'),
  both('address.postalCode', 'zip'),
  both('address.country', 'country'),
];

const SALESFORCE_PERSON = [
  both('email', 'Email'),
  both('phone', 'Phone'),
  both('firstName', 'FirstName'),
  both('lastName', 'LastName'),
  both('jobTitle', 'Title'),
];

const addressAs = (prefix: string): CrmFieldMapping[] => [
  both('address.street', `${prefix}Street`),
  both('address.city', `${prefix}City`),
  both('address.region', `${prefix}State`),
  both('address.postalCode', `${prefix}PostalCode`),
  both('address.country', `${prefix}Country`),
];

/** Mappings to begin with, by kind of record. Stages and owners of the two sides mean different things: nobody maps them unasked. */
const MAPPINGS: Readonly<Record<CrmProvider, Readonly<Record<string, readonly CrmFieldMapping[]>>>> = {
  hubspot: { contacts: HUBSPOT_CONTACTS },
  salesforce: {
    Lead: [...SALESFORCE_PERSON, both('company', 'Company'), ...addressAs('')],
    Contact: [...SALESFORCE_PERSON, ...addressAs('Mailing')],
  },
};

export const BASE_URLS: Readonly<Record<CrmProvider, string>> = {
  hubspot: 'https://api.hubapi.com',
  salesforce: 'https://login.salesforce.com',
};

/** Kinds of records that leads can be kept as; the first is the default. */
export function objectsOf(provider: CrmProvider): readonly string[] {
  return Object.keys(MAPPINGS[provider]);
}

/** @param object the default one when left out */
export function defaultSettings(provider: CrmProvider, object = objectsOf(provider)[0] ?? ''): CrmSettings {
  return { ...POLICIES, object, mapping: [...(MAPPINGS[provider][object] ?? [])] };
}
