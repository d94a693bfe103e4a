import { DAY_MS, localClock, zoneOffsetMs } from '../../decision/clock/zone-clock.rules.js';

/** A day of a zone's calendar, in days since 1 January 1970. */
export type CalendarDay = number;

/** The day on which an instant falls on the clocks of a zone. */
export function dayOf(at: Date, timeZone: string): CalendarDay {
  return localClock(at.getTime(), timeZone).day;
}

/**
 * The first instant of a day on the clocks of a zone: later than 0:00 where the clocks are put forward at midnight, the earlier one of two where they
 * are put back.
 */
export function startOfDay(day: CalendarDay, timeZone: string): Date {
  const localMs = day * DAY_MS;
  const candidates = [-1, 0, 1]
    .map((days) => localMs - zoneOffsetMs(localMs + days * DAY_MS, timeZone))
    .toSorted((one, other) => one - other);
  const isStart = (ms: number) => localClock(ms, timeZone).day >= day && localClock(ms - 1, timeZone).day < day;
  const start = candidates.find(isStart);
  if (start === undefined) throw new RangeError(`day ${day} has no beginning in ${timeZone}`);
  return new Date(start);
}

/**
 * The same date some months later; the last day of that month where it has no such date (Regulation (EEC, Euratom) 1182/71, Art. 3(2)(c)).
 */
export function monthsLater(day: CalendarDay, months: number): CalendarDay {
  const date = new Date(day * DAY_MS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), lastOfMonth)) / DAY_MS;
}

/** `2026-11-27` */
export function isoDate(day: CalendarDay): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
