import { expect, it } from '@jest/globals';
import {
  ALABAMA_HOLIDAYS_5,
  LOUISIANA_HOLIDAYS,
  LOUISIANA_HOLIDAYS_5,
  PENNSYLVANIA_HOLIDAYS,
  RHODE_ISLAND_HOLIDAYS_5,
  US_FEDERAL_HOLIDAYS,
  UTAH_HOLIDAYS_5,
} from '../rule-sets/us-holidays.js';
import { easterDay, holidayOn } from './holiday.rules.js';

const DAY_MS = 86_400_000;
const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS;

/** U.S. Office of Personnel Management, federal holidays of 2026 and 2027: the days on which they are observed. */
const OBSERVED = [
  ...['2026-01-01', '2026-01-19', '2026-02-16', '2026-05-25', '2026-06-19', '2026-07-03', '2026-09-07', '2026-10-12', '2026-11-11'],
  ...['2026-11-26', '2026-12-25', '2027-01-01', '2027-01-18', '2027-02-15', '2027-05-31', '2027-06-18', '2027-07-05', '2027-09-06'],
  ...['2027-10-11', '2027-11-11', '2027-11-25', '2027-12-24'],
];

it('knows the federal holidays, as they are observed', () => {
  const weekdays = Array.from({ length: 730 }, (_, index) => dayOf('2026-01-01') + index).filter(
    (day) => ![0, 6].includes(new Date(day * DAY_MS).getUTCDay()),
  );
  // New Year's Day of 2028 is a Saturday.
  const holidays = weekdays
    .filter((day) => holidayOn(day, US_FEDERAL_HOLIDAYS) !== undefined)
    .map((day) => new Date(day * DAY_MS).toISOString().slice(0, 10));
  expect(holidays).toEqual([...OBSERVED, '2027-12-31']);
});

it.each([
  [2024, '2024-03-31'],
  [2025, '2025-04-20'],
  [2026, '2026-04-05'],
  [2038, '2038-04-25'],
])('knows Easter of %d', (year, date) => {
  expect(easterDay(year)).toBe(dayOf(date));
});

it('counts from Easter', () => {
  expect(holidayOn(dayOf('2026-02-17'), LOUISIANA_HOLIDAYS)).toBe('Mardi Gras');
  expect(holidayOn(dayOf('2026-04-03'), LOUISIANA_HOLIDAYS)).toBe('Good Friday');
});

it.each([
  [
    'Pennsylvania',
    PENNSYLVANIA_HOLIDAYS,
    ['2026-04-03', '2026-06-15', '2027-06-14', '2026-11-03', '2022-11-08'],
    ['2022-11-01', '2026-11-10'],
  ],
  ['Rhode Island', RHODE_ISLAND_HOLIDAYS_5, ['2026-05-04', '2026-08-10', '2026-11-03'], ['2026-06-15']],
  ['Utah', UTAH_HOLIDAYS_5, ['2026-06-15', '2027-06-21', '2028-06-19', '2028-07-24', '2027-03-26'], ['2026-06-22', '2027-06-14']],
  ['Alabama', ALABAMA_HOLIDAYS_5, ['2026-02-17', '2026-04-27', '2026-06-01', '2026-12-01'], ['2026-04-03']],
  [
    'Louisiana',
    LOUISIANA_HOLIDAYS_5,
    ['2026-01-08', '2026-02-17', '2026-04-03', '2026-08-31', '2026-11-03', '2026-11-27', '2024-11-29'],
    ['2024-11-22', '2026-11-20'],
  ],
])('knows the days that %s has besides', (_, holidays, closed, open) => {
  expect(closed.filter((date) => holidayOn(dayOf(date), holidays) === undefined)).toEqual([]);
  expect(open.filter((date) => holidayOn(dayOf(date), holidays) !== undefined)).toEqual([]);
});
