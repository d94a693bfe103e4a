import type { Holiday } from '../rule-sets/rule.js';
import { DAY_MS, weekdayOf } from './zone-clock.rules.js';

const [MONDAY, FRIDAY] = [1, 5];

/**
 * Whether a day is one of the holidays, or the weekday on which one of a weekend is observed (5 U.S.C. 6103(b): Friday for Saturday; Executive
 * Order 11582: Monday for Sunday).
 * @param day days since 1 January 1970
 * @returns its name
 */
export function holidayOn(day: number, holidays: readonly Holiday[]): string | undefined {
  return holidays.find((holiday) => [day, ...observedFor(day)].some((candidate) => isHoliday(candidate, holiday)))?.name;
}

function observedFor(day: number): number[] {
  const weekday = weekdayOf(day);
  if (weekday === FRIDAY) return [day + 1];
  return weekday === MONDAY ? [day - 1] : [];
}

/** Whether it is that day itself, on whichever weekday. */
export function isHoliday(day: number, holiday: Holiday): boolean {
  const date = new Date(day * DAY_MS);
  if ('afterEaster' in holiday) return easterDay(date.getUTCFullYear()) + holiday.afterEaster === day;
  if (date.getUTCMonth() + 1 !== holiday.month) return false;
  const ofMonth = date.getUTCDate();
  if ('day' in holiday) return ofMonth === holiday.day;
  if (weekdayOf(day) !== holiday.weekday) return false;
  if ('from' in holiday) return holiday.from <= ofMonth && ofMonth < holiday.from + 7;
  const daysInMonth = new Date(Date.UTC(date.getUTCFullYear(), holiday.month, 0)).getUTCDate();
  return holiday.nth > 0 ? Math.ceil(ofMonth / 7) === holiday.nth : Math.ceil((daysInMonth - ofMonth + 1) / 7) === -holiday.nth;
}

/** Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher), in days since 1 January 1970. */
export function easterDay(year: number): number {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const f = Math.floor((b + 8) / 25);
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - f + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const monthAndDay = h + l - 7 * m + 114;
  return Date.UTC(year, Math.floor(monthAndDay / 31) - 1, (monthAndDay % 31) + 1) / DAY_MS;
}
