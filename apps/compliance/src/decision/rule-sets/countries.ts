/** The USA and the territories where federal law holds. */
export const UNITED_STATES = ['US', 'PR', 'GU', 'VI', 'AS', 'MP'] as const;

export const CANADA = ['CA'] as const;

/**
 * The European Economic Area, and those that kept its law when they left or follow it: the United Kingdom, Guernsey, Jersey, the Isle of Man; without
 * territories that have codes of their own. Rule sets before `default-5` rest on it: it stays as it is.
 */
export const EUROPE = [
  ...['AT', 'BE', 'BG', 'HR', 'CY', 'CZ', 'DK', 'EE', 'FI', 'FR', 'DE', 'GR', 'HU', 'IE', 'IT', 'LV', 'LT', 'LU', 'MT', 'NL', 'PL', 'PT'],
  ...['RO', 'SK', 'SI', 'ES', 'SE', 'IS', 'LI', 'NO', 'GB', 'GG', 'JE', 'IM'],
] as const;

/**
 * Parts of France under codes of their own. Union law holds in Guadeloupe, French Guiana, Martinique, Réunion, Mayotte and Saint-Martin (TFEU Art. 349 and
 * 355(1)), that of France alone, which says the same, in Saint-Barthélemy (it shares its numbers with Guadeloupe) and Saint-Pierre-et-Miquelon.
 */
export const FRENCH_OVERSEAS = ['RE', 'GP', 'MQ', 'GF', 'YT', 'MF', 'BL', 'PM'] as const;

/**
 * With the territories that the codes of their states do not cover: Åland (TFEU Art. 355(4)), Gibraltar, whose law is a copy as the United Kingdom's is,
 * and Svalbard and Jan Mayen, whose numbers are Norway's.
 */
export const EUROPE_5 = [...EUROPE, ...FRENCH_OVERSEAS, 'AX', 'GI', 'SJ'] as const;
