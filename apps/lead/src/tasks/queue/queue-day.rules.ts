import { type Checked, accept, refuse } from '../../lead/values/checked.rules.js';
import { parseInstant, zoneOffsetMs } from '../../lead/values/instant.rules.js';
import { normaliseTimeZone } from '../../lead/values/time-zone.rules.js';

const DAY_MS = 86_400_000;

/** A day as a queue sees it. */
export interface QueueDay {
  /** `2026-11-30` */
  readonly day: string;
  readonly timeZone: string;
  /** What is due before is overdue: now, or when a day to come begins. */
  readonly begin: Date;
  /** What is due from then on comes later. */
  readonly end: Date;
}

/** @param day today in the zone when left out */
export function queueDay(day: string | undefined, timeZone: string, now: Date): Checked<QueueDay> {
  const zone = normaliseTimeZone(timeZone);
  if (!zone.ok) return { ...zone, path: 'timeZone' };
  const name = zone.value ?? 'UTC';
  const today = new Date(now.getTime() + zoneOffsetMs(now.getTime(), name)).toISOString().slice(0, 10);
  const of = day ?? today;
  const [first, next] = [firstMoment(of, name), firstMoment(dayAfter(of), name)];
  if (first === undefined || next === undefined) return refuse('day.impossible', 'No calendar has this day.', 'day');
  const begin = first > now ? first : now;
  return accept({ day: of, timeZone: name, begin, end: next > begin ? next : begin });
}

function firstMoment(day: string, timeZone: string): Date | undefined {
  const instant = parseInstant(day, timeZone);
  return instant.ok && instant.value !== null ? instant.value : undefined;
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}
