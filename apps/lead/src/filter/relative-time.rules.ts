import type { FilterUnit } from '@leadstream/contracts';
import { parseInstant } from '../lead/values/instant.rules.js';
import type { RelativeTest } from './condition.js';
import type { ClockSpan } from './filter-field.js';

/** Lengths of the units that a clock measures in relative tests: there, days are those of a calendar. */
const CLOCK_MS: Partial<Record<FilterUnit, number>> = { minute: 60_000, hour: 3_600_000 };

const SPAN_MS: Readonly<Record<ClockSpan['unit'], number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 };

/** Milliseconds of a span by the clock. */
export function spanMs({ count, unit }: ClockSpan): number {
  return count * SPAN_MS[unit];
}

/** Milliseconds of a unit that a clock measures in relative tests; undefined of days and longer ones. */
export function clockUnitMs(unit: FilterUnit): number | undefined {
  return CLOCK_MS[unit];
}

/** Both ends are included. */
export interface Range {
  readonly from: string;
  readonly to: string;
}

/**
 * The days a relative test means: "in the last 7 days" are today and the six days before, "in the next month" today up to the day before
 * the same day of next month (its last day where there is none).
 * @param test in days or longer units
 * @returns calendar days in the zone of the test
 */
export function relativeDays({ operator, count, unit, timeZone }: RelativeTest, now: Date): Range {
  const today = dayIn(timeZone, now);
  return operator === 'in-last'
    ? { from: addDays(addUnits(today, -count, unit), 1), to: today }
    : { from: today, to: addDays(addUnits(today, count, unit), -1) };
}

/**
 * The instants a relative test means, as far as now and not beyond: minutes and hours by the clock, days and longer units from the first
 * moment of the first day (or to the last millisecond of the last).
 * @returns instants in UTC with milliseconds
 */
export function relativeInstants(test: RelativeTest, now: Date): Range {
  const { operator, count, unit, timeZone } = test;
  const unitMs = CLOCK_MS[unit];
  const backwards = operator === 'in-last';
  if (unitMs !== undefined) {
    const other = new Date(now.getTime() + (backwards ? -count : count) * unitMs);
    return backwards ? range(other, now) : range(now, other);
  }
  const days = relativeDays(test, now);
  return backwards
    ? range(firstMoment(days.from, timeZone), now)
    : range(now, new Date(firstMoment(addDays(days.to, 1), timeZone).getTime() - 1));
}

/**
 * Every instant at which a value may come into the range that a relative test means, or leave it.
 * @param value of the field: a calendar day, or an instant
 */
export function relativeTurns(test: RelativeTest, type: 'date' | 'date-time', value: string): Date[] {
  const { operator, count, unit, timeZone } = test;
  const isBackwards = operator === 'in-last';
  if (type === 'date-time') {
    const at = Date.parse(value);
    const unitMs = CLOCK_MS[unit];
    const passes = [at, at + 1].map((instant) => new Date(instant));
    if (unitMs !== undefined) return [...passes, new Date(at + (isBackwards ? count * unitMs + 1 : -count * unitMs))];
    return [...passes, ...dayTurns(test, dayIn(timeZone, new Date(at)))];
  }
  const passes = [value, addDays(value, 1)].map((day) => firstMoment(day, timeZone));
  return [...passes, ...dayTurns(test, value)];
}

/** Days around the one at which the far end of a range passes a day: months are of unequal lengths. */
const MONTHS_DIFFER_BY_DAYS = 4;

/** The beginnings of the days at one of which the far end of the range passes a day. */
function dayTurns({ operator, count, unit, timeZone }: RelativeTest, day: string): Date[] {
  const turn = addUnits(day, operator === 'in-last' ? count : -count, unit);
  const slack = unit === 'day' || unit === 'week' ? 1 : MONTHS_DIFFER_BY_DAYS;
  return Array.from({ length: 2 * slack + 1 }, (_, index) => firstMoment(addDays(turn, index - slack), timeZone));
}

function range(from: Date, to: Date): Range {
  return { from: from.toISOString(), to: to.toISOString() };
}

/** The day it is in a zone, `2026-11-01`. */
function dayIn(timeZone: string, instant: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(instant);
}

function firstMoment(day: string, timeZone: string): Date {
  const instant = parseInstant(day, timeZone);
  if (!instant.ok || instant.value === null) throw new Error(`no such day: ${day}`);
  return instant.value;
}

function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

function addUnits(day: string, count: number, unit: FilterUnit): string {
  if (unit === 'day') return addDays(day, count);
  if (unit === 'week') return addDays(day, 7 * count);
  return addMonths(day, unit === 'year' ? 12 * count : count);
}

/** The same day of another month, or its last day. */
function addMonths(day: string, months: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  const wanted = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(wanted, last));
  return date.toISOString().slice(0, 10);
}
