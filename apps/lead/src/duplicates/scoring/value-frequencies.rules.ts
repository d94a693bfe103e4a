import type { ComparableLead } from '../comparable/comparable-lead.js';

/** How often each value stands in each field; what the finder learns of a tenant's leads before it compares them. */
export interface ValueFrequencies {
  /** Leads that were counted. */
  readonly leads: number;
  /** Of how many leads `field` has this value; an answer that is too low for rare values does little harm. */
  count(field: string, value: string): number;
}

/** The values of a lead that are counted, by field: those whose being the same can be chance. */
export function countedValues(lead: ComparableLead): [field: string, value: string][] {
  const values: [string, string | null | undefined][] = [
    ['firstName', lead.firstName],
    ['lastName', lead.lastName],
    ['email', lead.email?.address],
    ['phone', lead.phone?.e164],
    ['company', lead.company],
    ['street', lead.street?.name],
    ['streetNumber', lead.streetNumber],
    ['unit', lead.unit],
    ['postalCode', lead.postalCode],
    ['city', lead.city],
    ...[...lead.attributes].map(([name, { value }]): [string, string] => [`attributes.${name}`, value]),
  ];
  return values.filter((entry): entry is [string, string] => entry[1] != null);
}
