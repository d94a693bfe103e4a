import type { Holiday } from './rule.js';

const [MONDAY, THURSDAY] = [1, 4];

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
