import { UNITED_STATES } from './countries.js';
import { type CapRule, daily, type Holiday, hours, type HoursRule, type Rule, week, type WeekHours } from './rule.js';
import {
  ALABAMA_HOLIDAYS,
  ALABAMA_HOLIDAYS_5,
  LOUISIANA_HOLIDAYS,
  LOUISIANA_HOLIDAYS_5,
  PENNSYLVANIA_HOLIDAYS,
  RHODE_ISLAND_HOLIDAYS,
  RHODE_ISLAND_HOLIDAYS_5,
  US_FEDERAL_HOLIDAYS,
  UTAH_HOLIDAYS,
  UTAH_HOLIDAYS_5,
} from './us-holidays.js';

/** "Telemarketing Calling Restrictions & Hours by State", ClickPoint, July 2025; "State Calling Restrictions Guide", Drop Cowboy, November 2025. */
const TABLES = 'as tables of the trade have it (ClickPoint, July 2025; Drop Cowboy, November 2025)';

interface StateLaw {
  readonly state: string;
  readonly source: string;
  readonly provenance: Rule['provenance'];
  readonly validFrom?: Date;
}

/** The tables say what holds, not since when. */
const LONG_SINCE = new Date('2003-10-01T00:00:00Z');

const head = ({ state, source, provenance, validFrom = LONG_SINCE }: StateLaw) => ({
  version: 1,
  source,
  provenance,
  validFrom,
  jurisdiction: { in: 'countries', countries: UNITED_STATES, state } as const,
  channels: ['voice', 'sms'] as const,
  purposes: ['marketing', 'sales'] as const,
});

function stateHours(law: StateLaw, says: string, open: WeekHours, more: { holidays?: readonly Holiday[]; zone?: string } = {}): HoursRule {
  return { kind: 'hours', id: `us-${law.state.toLowerCase()}-hours`, says, ...head(law), hours: open, holidays: [], ...more };
}

function threeADay(law: StateLaw): CapRule {
  const says = 'Not more than three solicitations in 24 hours on one subject; every solicitation counts as on the same.';
  return { kind: 'cap', id: `us-${law.state.toLowerCase()}-three-a-day`, says, ...head(law), contacts: 3, withinHours: 24 };
}

const primary = (state: string, source: string, validFrom?: string): StateLaw => ({
  state,
  source,
  provenance: 'primary',
  ...(validFrom !== undefined && { validFrom: new Date(validFrom) }),
});
const secondary = (state: string, source: string, validFrom?: string): StateLaw => ({
  ...primary(state, source, validFrom),
  provenance: 'secondary',
});

const FLORIDA = primary(
  'FL',
  'Fla. Stat. 501.616(6), as of CS/SB 1120 (2021); 501.059(8)(d) presumes the area code to tell the state',
  '2021-07-01T00:00:00Z',
);
const OKLAHOMA = primary('OK', 'Telephone Solicitation Act of 2022, 15 O.S. 775C.4 (HB 3168)', '2022-11-01T00:00:00Z');
const MARYLAND = secondary('MD', 'Stop the Spam Calls Act of 2023 (SB 90), as reported by dnc.com and WMAR', '2024-01-01T00:00:00Z');
const OREGON = secondary(
  'OR',
  'HB 3865 (2025), as reported by Troutman Pepper Locke (July 2025) and Postscript; who solicits may go by the area code',
  '2026-01-01T00:00:00Z',
);
const EIGHT_TO_EIGHT = daily(hours(8, 20));
const NINE_TO_NINE = daily(hours(9, 21));

/**
 * Where a state is stricter than federal law about when, and how often, as `default-3` has it. Exceptions that a state makes for consent are not
 * taken.
 */
export const US_STATE_RULES: readonly Rule[] = [
  stateHours(FLORIDA, 'From 8 to 20 h.', EIGHT_TO_EIGHT),
  threeADay(FLORIDA),
  stateHours(OKLAHOMA, 'From 8 to 20 h.', EIGHT_TO_EIGHT),
  threeADay(OKLAHOMA),
  stateHours(MARYLAND, 'From 8 to 20 h.', EIGHT_TO_EIGHT),
  threeADay(MARYLAND),
  stateHours(
    primary('WA', 'RCW 80.36.390(7) and 19.158.040(2), as of ESHB 1497 (2022)', '2022-06-09T00:00:00Z'),
    'From 8 to 20 h.',
    EIGHT_TO_EIGHT,
  ),
  stateHours(primary('MA', '201 CMR 12.02(2)'), 'From 8 to 20 h.', EIGHT_TO_EIGHT),
  stateHours(primary('MS', 'Miss. Code 77-3-723(1)'), 'From 8 to 20 h Central time, not on Sundays.', week(hours(8, 20), hours(8, 20)), {
    zone: 'America/Chicago',
  }),
  stateHours(
    primary('RI', 'R.I. Gen. Laws 5-61-2 and 5-61-3.6'),
    'Monday to Friday from 9 to 18 h, not on holidays, Saturday from 10 to 17 h.',
    week(hours(9, 18), hours(10, 17)),
    { holidays: RHODE_ISLAND_HOLIDAYS },
  ),
  stateHours(
    primary('UT', 'Utah Code 13-25a-103(3)'),
    'From 8 to 21 h, not on Sundays and legal holidays.',
    week(hours(8, 21), hours(8, 21)),
    { holidays: UTAH_HOLIDAYS },
  ),
  stateHours(secondary('AL', TABLES), 'From 8 to 20 h, not on Sundays and holidays.', week(hours(8, 20), hours(8, 20)), {
    holidays: ALABAMA_HOLIDAYS,
  }),
  stateHours(
    secondary('LA', `Louisiana Public Service Commission, General Order R-29617, ${TABLES}`),
    'From 8 to 20 h, not on Sundays and holidays.',
    week(hours(8, 20), hours(8, 20)),
    { holidays: LOUISIANA_HOLIDAYS },
  ),
  stateHours(secondary('PA', TABLES), 'From 8 to 21 h, not on legal holidays.', daily(hours(8, 21)), { holidays: US_FEDERAL_HOLIDAYS }),
  stateHours(secondary('CT', `Conn. Gen. Stat. 42-288a, ${TABLES}`), 'From 9 to 20 h.', daily(hours(9, 20))),
  stateHours(secondary('KY', `KRS 367.46955, ${TABLES}`), 'From 10 to 21 h.', daily(hours(10, 21))),
  stateHours(secondary('MI', TABLES), 'From 9 to 21 h.', NINE_TO_NINE),
  stateHours(secondary('MN', `Minn. Stat. 325E.30, ${TABLES}`), 'From 9 to 21 h.', NINE_TO_NINE),
  stateHours(secondary('NM', `N.M. Stat. 57-12-22, ${TABLES}`), 'From 9 to 21 h.', NINE_TO_NINE),
  stateHours(secondary('NV', TABLES), 'From 9 to 20 h.', daily(hours(9, 20))),
  stateHours(
    secondary('TX', 'Tex. Bus. & Com. Code 301.051 (formerly 37.02), whose text was not read'),
    'Monday to Saturday from 9 to 21 h, Sunday from 12 to 21 h.',
    week(hours(9, 21), hours(9, 21), hours(12, 21)),
  ),
];

/** As `default-4` has it: with Oregon and South Dakota. */
export const US_STATE_RULES_4: readonly Rule[] = [
  ...US_STATE_RULES,
  stateHours(OREGON, 'From 8 to 20 h.', EIGHT_TO_EIGHT),
  threeADay(OREGON),
  stateHours(
    primary('SD', 'SDCL 37-30-28 (SL 1991, ch. 322, § 7)', '1991-07-01T00:00:00Z'),
    'By automated dialling Monday to Friday from 9 to 21 h. Whether a call is dialled so is not known here.',
    week(hours(9, 21)),
  ),
];

/** Rules whose days were too few, with all of them and where they stand. */
const MORE_HOLIDAYS: ReadonlyMap<string, Pick<HoursRule, 'holidays' | 'source'>> = new Map([
  ['us-al-hours', { holidays: ALABAMA_HOLIDAYS_5, source: `${TABLES}; holidays by Ala. Code 1-3-8` }],
  [
    'us-la-hours',
    {
      holidays: LOUISIANA_HOLIDAYS_5,
      source: `Louisiana Public Service Commission, General Order R-29617 s. V(A)(1) and (2), ${TABLES} and dnc.com; holidays by La. R.S. 1:55, whichever of them it enforces`,
    },
  ],
  [
    'us-pa-hours',
    {
      holidays: PENNSYLVANIA_HOLIDAYS,
      source:
        'Telemarketer Registration Act, 73 P.S. 2245(a)(10), as of Act 73 of 2019 (HB 318), as reported by dnc.com and Jenkins Law Library',
    },
  ],
  ['us-ri-hours', { holidays: RHODE_ISLAND_HOLIDAYS_5, source: 'R.I. Gen. Laws 5-61-2 and 5-61-3.6; holidays by 25-1-1' }],
  ['us-ut-hours', { holidays: UTAH_HOLIDAYS_5, source: 'Utah Code 13-25a-103(3); holidays by 63G-1-301' }],
]);

/** As `default-5` has it: with the holidays that are not federal ones. */
export const US_STATE_RULES_5: readonly Rule[] = US_STATE_RULES_4.map((rule) => {
  const more = MORE_HOLIDAYS.get(rule.id);
  return rule.kind === 'hours' && more !== undefined ? { ...rule, ...more, version: rule.version + 1 } : rule;
});
