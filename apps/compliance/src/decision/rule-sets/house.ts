import { CHANNELS, PURPOSES } from '@leadstream/contracts';
import { CANADA, EUROPE, EUROPE_5, UNITED_STATES } from './countries.js';
import { daily, hours, type Rule } from './rule.js';

const validFrom = new Date('2000-01-01T00:00:00Z');

const houseRules = (version: number, europe: readonly string[]): readonly Rule[] => [
  {
    kind: 'consent',
    id: 'house-consent',
    version,
    says: 'Where no rule set knows the law, some stated basis is needed.',
    source: 'None',
    provenance: 'house',
    validFrom,
    jurisdiction: { in: 'elsewhere', butNotIn: [...UNITED_STATES, ...CANADA, ...europe] },
    channels: CHANNELS,
    purposes: PURPOSES,
    needs: 'statement',
    alternatives: [],
  },
  {
    kind: 'hours',
    id: 'house-hours',
    version: 1,
    says: 'Nobody is called or texted for advertising before 8 or after 21 h on their clocks, whatever the country.',
    source: 'None',
    provenance: 'house',
    validFrom,
    jurisdiction: { in: 'everywhere' },
    channels: ['voice', 'sms', 'whatsapp'],
    purposes: ['marketing', 'sales'],
    hours: daily(hours(8, 21)),
    holidays: [],
  },
];

/** What holds where no law was looked up. */
export const HOUSE_RULES = houseRules(1, EUROPE);

/** As `default-5` has it: less is left. */
export const HOUSE_RULES_5 = houseRules(2, EUROPE_5);
