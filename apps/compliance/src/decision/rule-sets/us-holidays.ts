import type { Holiday } from './rule.js';

const [MONDAY, TUESDAY, THURSDAY, FRIDAY] = [1, 2, 4, 5];

/** 5 U.S.C. 6103(a). */
export const US_FEDERAL_HOLIDAYS: readonly Holiday[] = [
  { name: "New Year's Day", month: 1, day: 1 },
  { name: 'Martin Luther King Day', month: 1, weekday: MONDAY, nth: 3 },
  { name: "Presidents' Day", month: 2, weekday: MONDAY, nth: 3 },
  { name: 'Memorial Day', month: 5, weekday: MONDAY, nth: -1 },
  { name: 'Juneteenth', month: 6, day: 19 },
  { name: 'Independence Day', month: 7, day: 4 },
  { name: 'Labor Day', month: 9, weekday: MONDAY, nth: 1 },
  { name: 'Columbus Day', month: 10, weekday: MONDAY, nth: 2 },
  { name: 'Veterans Day', month: 11, day: 11 },
  { name: 'Thanksgiving Day', month: 11, weekday: THURSDAY, nth: 4 },
  { name: 'Christmas Day', month: 12, day: 25 },
];

export const ALABAMA_HOLIDAYS: readonly Holiday[] = [
  ...US_FEDERAL_HOLIDAYS,
  { name: 'Confederate Memorial Day', month: 4, weekday: MONDAY, nth: 4 },
  { name: "Jefferson Davis' Birthday", month: 6, weekday: MONDAY, nth: 1 },
];

/** More days than the Public Service Commission's list may have: a day too many harms nobody. */
export const LOUISIANA_HOLIDAYS: readonly Holiday[] = [
  ...US_FEDERAL_HOLIDAYS,
  { name: 'Mardi Gras', afterEaster: -47 },
  { name: 'Good Friday', afterEaster: -2 },
  { name: "All Saints' Day", month: 11, day: 1 },
];

export const RHODE_ISLAND_HOLIDAYS: readonly Holiday[] = [
  ...US_FEDERAL_HOLIDAYS,
  { name: 'Victory Day', month: 8, weekday: MONDAY, nth: 2 },
];

export const UTAH_HOLIDAYS: readonly Holiday[] = [...US_FEDERAL_HOLIDAYS, { name: 'Pioneer Day', month: 7, day: 24 }];

const MARDI_GRAS: Holiday = { name: 'Mardi Gras', afterEaster: -47 };
const GOOD_FRIDAY: Holiday = { name: 'Good Friday', afterEaster: -2 };
/** 2 U.S.C. 7. Some states have it in even years alone: a day too many harms nobody. */
const ELECTION_DAY: Holiday = { name: 'Election Day', month: 11, weekday: TUESDAY, from: 2 };

/** Ala. Code 1-3-8: Mardi Gras is one of Mobile and Baldwin counties; which county it is, nobody knows here. */
export const ALABAMA_HOLIDAYS_5: readonly Holiday[] = [...ALABAMA_HOLIDAYS, MARDI_GRAS, { name: "Rosa Parks' Day", month: 12, day: 1 }];

/** La. R.S. 1:55(A) and (E), and the day after Thanksgiving; the Commission is said to enforce fewer of them. */
export const LOUISIANA_HOLIDAYS_5: readonly Holiday[] = [
  ...LOUISIANA_HOLIDAYS,
  { name: 'Battle of New Orleans', month: 1, day: 8 },
  { name: 'Huey P. Long Day', month: 8, day: 30 },
  ELECTION_DAY,
  { name: 'Day after Thanksgiving', month: 11, weekday: FRIDAY, from: 23 },
];

/** Legal holidays as dnc.com reports them of 73 P.S. 2245(a)(10). */
export const PENNSYLVANIA_HOLIDAYS: readonly Holiday[] = [
  ...US_FEDERAL_HOLIDAYS,
  GOOD_FRIDAY,
  { name: 'Flag Day', month: 6, day: 14 },
  ELECTION_DAY,
];

/** R.I. Gen. Laws 25-1-1. */
export const RHODE_ISLAND_HOLIDAYS_5: readonly Holiday[] = [
  ...RHODE_ISLAND_HOLIDAYS,
  { name: 'Rhode Island Independence Day', month: 5, day: 4 },
  ELECTION_DAY,
];

/** Utah Code 63G-1-301: the Monday of the week of 19 June, or the one after when that is a weekend; Good Friday since May 2026. */
export const UTAH_HOLIDAYS_5: readonly Holiday[] = [
  ...UTAH_HOLIDAYS,
  { name: 'Juneteenth, as it is kept', month: 6, weekday: MONDAY, nth: 3 },
  GOOD_FRIDAY,
];
