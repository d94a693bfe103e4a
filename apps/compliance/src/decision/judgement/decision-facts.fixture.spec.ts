import type { DecisionFacts } from '@leadstream/contracts';

const STATED_AT = '2026-11-20T12:00:00.000Z';

/** A person in Berlin who agreed, whom nothing speaks against. */
export const PERMITTED: DecisionFacts = {
  lead: { isKnown: true, deletedAt: null, hasAddress: true },
  consent: { state: 'given', basis: 'consent', statedAt: STATED_AT },
  dncEntries: 0,
  dncExpiresAt: null,
  waitingOptOuts: 0,
  place: { countries: ['DE'], states: [], zones: ['Europe/Berlin'], evidence: ['phone'] },
  purchasedAt: null,
  inquiredAt: null,
  contacts: [],
  policy: { version: 1, requiresStatedConsent: true, hours: [], caps: [] },
};

export const WITHDRAWN: DecisionFacts['consent'] = { state: 'withdrawn', basis: 'consent', statedAt: STATED_AT };

/** Places by their zones: a state of the USA, or a country. */
export const inState = (state: string, zone = 'America/New_York'): Pick<DecisionFacts, 'place'> => ({
  place: { countries: ['US'], states: [state], zones: [zone], evidence: ['phone'] },
});
export const inCountry = (country: string, ...zones: string[]): Pick<DecisionFacts, 'place'> => ({
  place: { countries: [country], states: country === 'US' ? null : [], zones, evidence: ['phone'] },
});
