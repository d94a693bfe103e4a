import { WEEKDAYS, type WorkingHours } from '@leadstream/contracts';
import { parseInstant, zoneOffsetMs } from '../../lead/values/instant.rules.js';

const DAY_MS = 86_400_000;

/**
 * Whether a clock in the zone shows a time within the hours. An hour that a clock change repeats counts twice, one that it skips never.
 * @param hours spans include their first minute and not their last
 */
export function isWorking(hours: WorkingHours | null, timeZone: string, at: Date): boolean {
  if (hours === null) return true;
  const local = localClock(timeZone, at);
  // 1 January 1970 was a Thursday.
  const weekday = WEEKDAYS[(Math.floor(local.getTime() / DAY_MS) + 3) % 7];
  const time = local.toISOString().slice(11, 16);
  const spans = weekday === undefined ? [] : (hours[weekday] ?? []);
  return spans.some(({ from, until }) => from <= time && time < until);
}

/** The first moment of the day that it is in the zone. */
export function dayBegin(timeZone: string, at: Date): Date {
  const begin = parseInstant(localClock(timeZone, at).toISOString().slice(0, 10), timeZone);
  if (!begin.ok || begin.value === null) throw new Error('a day of the calendar cannot be read');
  return begin.value;
}

/** Whether clocks in both zones show the same at that moment. */
export function haveSameClock(one: string, other: string, at: Date): boolean {
  return zoneOffsetMs(at.getTime(), one) === zoneOffsetMs(at.getTime(), other);
}

/** What a clock in the zone shows, as if it were UTC. */
function localClock(timeZone: string, at: Date): Date {
  return new Date(at.getTime() + zoneOffsetMs(at.getTime(), timeZone));
}
