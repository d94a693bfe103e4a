/** States of the USA and the District of Columbia by their name in lower case (USPS Publication 28, Appendix B). */
export const US_STATES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    alabama: 'AL',
    alaska: 'AK',
    arizona: 'AZ',
    arkansas: 'AR',
    california: 'CA',
    colorado: 'CO',
    connecticut: 'CT',
    delaware: 'DE',
    'district of columbia': 'DC',
    florida: 'FL',
    georgia: 'GA',
    hawaii: 'HI',
    idaho: 'ID',
    illinois: 'IL',
    indiana: 'IN',
    iowa: 'IA',
    kansas: 'KS',
    kentucky: 'KY',
    louisiana: 'LA',
    maine: 'ME',
    maryland: 'MD',
    massachusetts: 'MA',
    michigan: 'MI',
    minnesota: 'MN',
    mississippi: 'MS',
    missouri: 'MO',
    montana: 'MT',
    nebraska: 'NE',
    nevada: 'NV',
    'new hampshire': 'NH',
    'new jersey': 'NJ',
    'new mexico': 'NM',
    'new york': 'NY',
    'north carolina': 'NC',
    'north dakota': 'ND',
    ohio: 'OH',
    oklahoma: 'OK',
    oregon: 'OR',
    pennsylvania: 'PA',
    'rhode island': 'RI',
    'south carolina': 'SC',
    'south dakota': 'SD',
    tennessee: 'TN',
    texas: 'TX',
    utah: 'UT',
    vermont: 'VT',
    virginia: 'VA',
    washington: 'WA',
    'washington d.c.': 'DC',
    'washington state': 'WA',
    'west virginia': 'WV',
    wisconsin: 'WI',
    wyoming: 'WY',
  }),
);

const CODES: ReadonlySet<string> = new Set(US_STATES.values());

/**
 * A state by its name or two letters, in any case; or by a place that ends in them (`Miami, FL`).
 * @returns undefined for whatever is no state
 */
export function usStateNamed(text: string): string | undefined {
  const name = text.trim();
  const last = (/(?:^|,\s*)([A-Za-z]{2})$/.exec(name)?.[1] ?? '').toUpperCase();
  return US_STATES.get(name.toLowerCase()) ?? (CODES.has(last) ? last : undefined);
}
