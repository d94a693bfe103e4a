import type { SummaryQuery, SummaryWindow as ShownWindow } from '@leadstream/contracts';
import { accept, type Checked, refuse } from '../lead/values/checked.rules.js';
import { parseInstant, zoneOffsetMs } from '../lead/values/instant.rules.js';
import { normaliseTimeZone } from '../lead/values/time-zone.rules.js';
import type { SummaryWindow } from './summary-window.js';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;
export const MAX_DAYS = 366;

/** The days that are asked for, or what is wrong with them. */
export function readWindow({ from, to, timeZone }: SummaryQuery, now: Date): Checked<SummaryWindow> {
  const zone = normaliseTimeZone(timeZone);
  if (!zone.ok) return { ...zone, path: 'timeZone' };
  const name = zone.value ?? 'UTC';
  const last = dayNumber(to ?? new Date(now.getTime() + zoneOffsetMs(now.getTime(), name)).toISOString());
  const first = from === undefined ? last - DEFAULT_DAYS + 1 : dayNumber(from);
  if (first > last) return refuse('window.reversed', 'Ends before it begins.', 'to');
  if (last - first >= MAX_DAYS) return refuse('window.too_long', `Spans more than ${MAX_DAYS} days.`, 'to');
  const days = Array.from({ length: last - first + 1 }, (_, index) => dayOf(first + index));
  const beginnings = [...days, dayOf(last + 1)].map((day) => beginningOf(day, name));
  const end = beginnings.pop();
  return end === undefined ? refuse('window.empty', 'Has no day.', 'to') : accept({ days, timeZone: name, beginnings, end });
}

/** As the API shows it. */
export function presentWindow({ days, timeZone }: SummaryWindow): ShownWindow {
  return { from: days[0] ?? '', to: days.at(-1) ?? '', timeZone };
}

function dayNumber(day: string): number {
  return Date.parse(`${day.slice(0, 10)}T00:00:00Z`) / DAY_MS;
}

function dayOf(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

function beginningOf(day: string, timeZone: string): Date {
  const instant = parseInstant(day, timeZone);
  if (!instant.ok || instant.value === null) throw new Error(`no day: ${day}`);
  return instant.value;
}
