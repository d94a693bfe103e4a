import { CANADA } from './countries.js';
import { hours, type Rule, week } from './rule.js';

const jurisdiction = { in: 'countries', countries: CANADA } as const;
const CASL = { version: 1, validFrom: new Date('2014-07-01T00:00:00Z'), jurisdiction } as const;
const CALLS = { version: 1, validFrom: new Date('2008-09-30T00:00:00Z'), jurisdiction } as const;

/** Canada's Anti-Spam Legislation (S.C. 2010, c. 23), and the CRTC's rules for calls, to which CASL does not extend. */
export const CANADA_RULES: readonly Rule[] = [
  {
    kind: 'consent',
    id: 'ca-casl',
    ...CASL,
    says: 'Commercial messages need express consent, or the implied one of two years after a purchase or six months after an inquiry.',
    source: 'CASL s. 6(1), 10(9)(a), 10(10)(a) and (e); CRTC, Guidance on Implied Consent',
    provenance: 'primary',
    channels: ['email', 'sms', 'whatsapp', 'social'],
    purposes: ['marketing', 'sales'],
    needs: 'consent',
    alternatives: [
      { needsStatement: false, since: 'purchase', months: 24 },
      { needsStatement: false, since: 'inquiry', months: 6 },
    ],
  },
  {
    kind: 'consent',
    id: 'ca-casl-service',
    ...CASL,
    says: 'Messages that only serve a transaction or an account need no consent.',
    source: 'CASL s. 6(6)',
    provenance: 'secondary',
    channels: ['email', 'sms', 'whatsapp', 'social'],
    purposes: ['service'],
    needs: 'nothing',
    alternatives: [],
  },
  {
    kind: 'consent',
    id: 'ca-calls-consent',
    ...CALLS,
    says: 'Calls by an automatic device need express consent. Whether a call is made so is not known here.',
    source: 'CRTC Unsolicited Telecommunications Rules, Part IV',
    provenance: 'secondary',
    channels: ['voice'],
    purposes: ['marketing', 'sales'],
    needs: 'consent',
    alternatives: [],
  },
  {
    kind: 'consent',
    id: 'ca-calls-service',
    ...CALLS,
    says: 'Calls that sell nothing need some stated basis.',
    source: 'None: the rules are about telemarketing',
    provenance: 'house',
    channels: ['voice'],
    purposes: ['service'],
    needs: 'statement',
    alternatives: [],
  },
  {
    kind: 'hours',
    id: 'ca-calls-hours',
    ...CALLS,
    says: 'Telemarketing calls Monday to Friday from 9 to 21:30 h, Saturday and Sunday from 10 to 18 h.',
    source: 'CRTC Unsolicited Telecommunications Rules, Part III, as told by Northwestel/NorthernTel',
    provenance: 'secondary',
    channels: ['voice'],
    purposes: ['marketing', 'sales'],
    hours: week(hours(9, 21.5), hours(10, 18), hours(10, 18)),
    holidays: [],
  },
];
