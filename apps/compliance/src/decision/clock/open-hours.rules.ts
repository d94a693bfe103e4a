import type { Holiday, Span, WeekHours } from '../rule-sets/rule.js';
import { holidayOn } from './holiday.rules.js';
import { clockChangeMs, type LocalClock, localClock } from './zone-clock.rules.js';

const MINUTE_MS = 60_000;
const MINUTES_A_DAY = 1_440;

/** Hours of each day, and the days without. */
export interface OpenHours {
  readonly hours: WeekHours;
  readonly holidays: readonly Holiday[];
}

/** What a clock says: open, closed at this time, or closed for a holiday. */
export type Opening = 'open' | 'closed' | 'holiday';

/**
 * By what the clocks of the zone show: an hour that a change of clocks repeats counts twice, one that it skips never. A span beyond midnight belongs to
 * the day on which it began.
 */
export function openingAt(open: OpenHours, utcMs: number, timeZone: string): Opening {
  const clock = localClock(utcMs, timeZone);
  const spans = [spanOf(open, clock), reachOfYesterday(open, clock)];
  if (spans.some((span) => span !== undefined && span.from <= clock.minute && clock.minute < span.until)) return 'open';
  return holidayOn(clock.day, open.holidays) === undefined ? 'closed' : 'holiday';
}

/**
 * The first instant from `fromMs` on, to the minute, at which it is open.
 * @param untilMs beyond which it is given up
 */
export function nextOpeningMs(open: OpenHours, fromMs: number, untilMs: number, timeZone: string): number | undefined {
  let atMs = fromMs;
  while (atMs <= untilMs) {
    if (openingAt(open, atMs, timeZone) === 'open') return atMs;
    // Clocks go on evenly up to the next change of clocks; what opens first after that is seen from there.
    const jumpMs = minutesToNextLook(open, localClock(atMs, timeZone)) * MINUTE_MS;
    const targetMs = Math.floor(atMs / MINUTE_MS) * MINUTE_MS + jumpMs;
    atMs = clockChangeMs(atMs, targetMs, timeZone) ?? targetMs;
  }
  return undefined;
}

/** Whole minutes until the day's span begins, or else the day ends. */
function minutesToNextLook(open: OpenHours, clock: LocalClock): number {
  const span = spanOf(open, clock);
  return span !== undefined && clock.minute < span.from ? span.from - clock.minute : MINUTES_A_DAY - clock.minute;
}

/** Spans by the day on which they begin, of rules that many decisions are made by. */
const spansOfDays = new WeakMap<OpenHours, Map<number, Span | undefined>>();
/** More days than the longest search for an opening looks at. */
const MAX_DAYS = 64;

/** The span that begins on the clock's day, as far as it goes beyond midnight. */
function spanOf(open: OpenHours, { day, weekday }: Pick<LocalClock, 'day' | 'weekday'>): Span | undefined {
  const days = spansOfDays.get(open) ?? new Map<number, Span | undefined>();
  if (days.has(day)) return days.get(day);
  const span = spanOn(open, day, weekday);
  if (days.size === MAX_DAYS) days.clear();
  spansOfDays.set(open, days.set(day, span));
  return span;
}

function spanOn({ hours, holidays }: OpenHours, day: number, weekday: number): Span | undefined {
  const span = hours[weekday - 1];
  if (span === undefined || holidayOn(day, holidays) !== undefined) return undefined;
  return span.until > span.from ? span : { from: span.from, until: span.until + MINUTES_A_DAY };
}

/** What is left of the span that began the day before. */
function reachOfYesterday(open: OpenHours, { day, weekday }: LocalClock): Span | undefined {
  const span = spanOf(open, { day: day - 1, weekday: weekday === 1 ? 7 : weekday - 1 });
  return span && { from: span.from - MINUTES_A_DAY, until: span.until - MINUTES_A_DAY };
}
