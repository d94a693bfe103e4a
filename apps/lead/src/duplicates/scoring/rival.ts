/**
 * Who two leads may be of instead of one person. Strangers are alike by chance; a family shares name, home and telephone, and
 * twins their day of birth; colleagues share company, address and switchboard.
 */
export const RIVALS = ['strangers', 'family', 'colleagues'] as const;
export type Rival = (typeof RIVALS)[number];

/** How many other leads of a tenant a lead has of each kind, as far as is known beforehand: an assumption, not a measurement. */
export const EXPECTED_DUPLICATES = 0.1;
export const EXPECTED_RELATIVES = 0.5;
export const EXPECTED_COLLEAGUES = 5;
