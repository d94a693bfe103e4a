import type { RecurrenceRule } from './recurrence.js';

/** Days since 1970-01-01. */
export type DayNumber = number;

const DAY_MS = 86_400_000;
/** 1970-01-01 was a Thursday. */
const THURSDAY = 3;

interface Period {
  readonly first: DayNumber;
  readonly length: number;
}

interface CalendarDay {
  readonly number: DayNumber;
  /** Of its month. */
  readonly first: DayNumber;
  readonly year: number;
  /** 0 = January. */
  readonly month: number;
}

type DayTest = (day: CalendarDay) => boolean;

/**
 * The next day of a rule. Only periods (weeks, months...) up to the last day are looked at, so that the effort is bounded however seldom the rule comes.
 * @param anchor a day of the rule: its periods are counted from there, and what the rule leaves out is taken from it
 * @param last the last day that is looked at
 */
export function nextDay(rule: RecurrenceRule, anchor: DayNumber, last: DayNumber): DayNumber | undefined {
  const matches = matcherOf(rule, anchor);
  for (let step = 0; ; step += rule.interval) {
    const period = periodOf(rule, anchor, step);
    if (period.first > last) return undefined;
    const next = daysOf(rule, period, matches).find((day) => day > anchor);
    if (next !== undefined) return next <= last ? next : undefined;
  }
}

/** Whether a series may begin on that day. */
export function isDayOf(rule: RecurrenceRule, day: DayNumber): boolean {
  return daysOf(rule, periodOf(rule, day, 0), matcherOf(rule, day)).includes(day);
}

/** @param date `2026-11-30` */
export function dayNumber(date: string): DayNumber {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

export function dateOf(day: DayNumber): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The day, week, month or year that lies `step` of them after that of the anchor. */
function periodOf({ frequency, weekStart }: RecurrenceRule, anchor: DayNumber, step: number): Period {
  switch (frequency) {
    case 'DAILY':
      return { first: anchor + step, length: 1 };
    case 'WEEKLY':
      return { first: anchor - ((weekdayOf(anchor) - weekStart + 7) % 7) + 7 * step, length: 7 };
    case 'MONTHLY':
      return monthOf(calendarDay(anchor).year, calendarDay(anchor).month + step);
    case 'YEARLY':
      return yearOf(calendarDay(anchor).year + step);
  }
}

function daysOf({ bySetPos }: RecurrenceRule, { first, length }: Period, matches: DayTest): DayNumber[] {
  const days = Array.from({ length }, (_, index) => first + index).filter((day) => matches(calendarDay(day)));
  if (bySetPos.length === 0) return days;
  return days.filter((_, index) => bySetPos.includes(index + 1) || bySetPos.includes(index - days.length));
}

/** What a rule leaves out follows from the day it starts on (RFC 5545, 3.3.10). */
function matcherOf({ frequency, byMonth, byMonthDay, byDay }: RecurrenceRule, anchor: DayNumber): DayTest {
  const saysNoDay = byMonthDay.length + byDay.length === 0;
  const start = calendarDay(anchor);
  const months = frequency === 'YEARLY' && saysNoDay && byMonth.length === 0 ? [start.month + 1] : byMonth;
  const monthDays = saysNoDay && (frequency === 'MONTHLY' || frequency === 'YEARLY') ? [anchor - start.first + 1] : byMonthDay;
  const weekdays = saysNoDay && frequency === 'WEEKLY' ? [{ ordinal: 0, weekday: weekdayOf(anchor) }] : byDay;
  const countsInYear = frequency === 'YEARLY' && byMonth.length === 0;
  return (day) =>
    (months.length === 0 || months.includes(day.month + 1)) &&
    (monthDays.length === 0 || monthDays.some((wanted) => isAt(wanted, monthOf(day.year, day.month), day.number))) &&
    (weekdays.length === 0 ||
      weekdays.some(
        ({ ordinal, weekday }) =>
          weekday === weekdayOf(day.number) && isNth(ordinal, countsInYear ? yearOf(day.year) : monthOf(day.year, day.month), day.number),
      ));
}

/** Whether a day is the `wanted`th of a period, from the end when negative. */
function isAt(wanted: number, { first, length }: Period, day: DayNumber): boolean {
  return day === (wanted > 0 ? first + wanted - 1 : first + length + wanted);
}

/** Whether a day is the `ordinal`th of its weekday in a period. */
function isNth(ordinal: number, { first, length }: Period, day: DayNumber): boolean {
  if (ordinal === 0) return true;
  return ordinal > 0 ? Math.floor((day - first) / 7) + 1 === ordinal : Math.floor((first + length - 1 - day) / 7) + 1 === -ordinal;
}

function weekdayOf(day: DayNumber): number {
  return (((day + THURSDAY) % 7) + 7) % 7;
}

function calendarDay(number: DayNumber): CalendarDay {
  const date = new Date(number * DAY_MS);
  return { number, year: date.getUTCFullYear(), month: date.getUTCMonth(), first: number - date.getUTCDate() + 1 };
}

/** @param month from 0; months beyond December are those of later years */
function monthOf(year: number, month: number): Period {
  const first = Date.UTC(year, month, 1) / DAY_MS;
  return { first, length: Date.UTC(year, month + 1, 1) / DAY_MS - first };
}

function yearOf(year: number): Period {
  const first = Date.UTC(year, 0, 1) / DAY_MS;
  return { first, length: Date.UTC(year + 1, 0, 1) / DAY_MS - first };
}
