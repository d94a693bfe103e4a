/** The USA and the territories where federal law holds. */
export const UNITED_STATES = ['US', 'PR', 'GU', 'VI', 'AS', 'MP'] as const;

export const CANADA = ['CA'] as const;

/** The European Economic Area, and those that kept its law when they left or follow it: the United Kingdom, Guernsey, Jersey, the Isle of Man. */
export const EUROPE = [
  ...['AT', 'BE', 'BG', 'HR', 'CY', 'CZ', 'DK', 'EE', 'FI', 'FR', 'DE', 'GR', 'HU', 'IE', 'IT', 'LV', 'LT', 'LU', 'MT', 'NL', 'PL', 'PT'],
  ...['RO', 'SK', 'SI', 'ES', 'SE', 'IS', 'LI', 'NO', 'GB', 'GG', 'JE', 'IM'],
] as const;
