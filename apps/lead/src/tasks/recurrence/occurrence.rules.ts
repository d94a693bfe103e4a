import type { Uuid } from '@leadstream/kernel';
import { accept, type Checked, refuse } from '../../lead/values/checked.rules.js';
import { parseInstant, zoneOffsetMs } from '../../lead/values/instant.rules.js';
import { normaliseTimeZone } from '../../lead/values/time-zone.rules.js';
import { parseRule, ruleText } from './parse-rule.rules.js';
import type { Recurrence, RecurrenceRule } from './recurrence.js';
import { dateOf, type DayNumber, dayNumber, isDayOf, nextDay } from './rule-days.rules.js';

/** A rule that does not come again within ten years has ended. */
const HORIZON_DAYS = 3_653;

/** A series as a caller states it. */
export interface StatedRecurrence {
  readonly rule: string;
  readonly timeZone: string;
  readonly exceptDates: readonly string[];
}

/** An occurrence and when it is. */
export interface Occurrence {
  readonly recurrence: Recurrence;
  readonly dueAt: Date;
}

/**
 * A series that begins with a task.
 * @param dueAt of the task: the first occurrence, whose time of day all have in the zone
 */
export function acceptRecurrence(stated: StatedRecurrence, dueAt: Date, seriesId: Uuid): Checked<Recurrence> {
  const zone = normaliseTimeZone(stated.timeZone);
  if (!zone.ok) return { ...zone, path: 'timeZone' };
  if (zone.value === null) return refuse('time_zone.unknown', 'Is not an IANA time zone.', 'timeZone');
  const rule = ruleText(stated.rule);
  const parsed = parseRule(rule);
  if (!parsed.ok) return { ...parsed, path: 'rule' };
  const exceptDates = [...new Set(stated.exceptDates)].sort();
  const local = wallClock(dueAt, zone.value);
  const recurrence = { seriesId, occurrence: 1, local, rule, timeZone: zone.value, exceptDates };
  const refused = refusalOfStart(parsed.value, recurrence, dueAt);
  return refused ? { ...refused, path: 'rule' } : accept(recurrence);
}

/** The occurrence after one; undefined when the series has ended, or rests for more than ten years. */
export function nextOccurrence(recurrence: Recurrence): Occurrence | undefined {
  const rule = parseRule(recurrence.rule);
  if (!rule.ok) throw new Error(`a stored rule cannot be read: ${rule.code}`);
  const start = dayNumber(dayIn(recurrence));
  let occurrence = recurrence.occurrence;
  for (
    let day = nextDay(rule.value, start, start + HORIZON_DAYS);
    day !== undefined;
    day = nextDay(rule.value, day, start + HORIZON_DAYS)
  ) {
    occurrence += 1;
    const next = { ...recurrence, occurrence, local: onDay(recurrence, day) };
    const dueAt = instantOf(next);
    if (isOver(rule.value, next, dueAt)) return undefined;
    if (!recurrence.exceptDates.includes(dateOf(day))) return { recurrence: next, dueAt };
  }
  return undefined;
}

function refusalOfStart(rule: RecurrenceRule, recurrence: Recurrence, dueAt: Date) {
  const day = dayNumber(dayIn(recurrence));
  if (isOver(rule, recurrence, dueAt)) return refuse('recurrence.ended', 'Ends before the task is due.');
  if (isDayOf(rule, day) && !recurrence.exceptDates.includes(dateOf(day))) return undefined;
  const first = nextDay(rule, day, day + HORIZON_DAYS);
  return first === undefined
    ? refuse('recurrence.never', 'Never comes within ten years.')
    : refuse('recurrence.not_at_due', 'Does not have the day on which the task is due.');
}

function isOver({ count, until }: RecurrenceRule, recurrence: Recurrence, dueAt: Date): boolean {
  if (count !== undefined) return recurrence.occurrence > count;
  if (until === undefined) return false;
  return typeof until === 'string' ? dayIn(recurrence) > until : dueAt > until;
}

function dayIn({ local }: Recurrence): string {
  return local.slice(0, 10);
}

function onDay({ local }: Recurrence, day: DayNumber): string {
  return `${dateOf(day)}${local.slice(10)}`;
}

/** What the clocks of a zone show, without offset. */
function wallClock(instant: Date, timeZone: string): string {
  return new Date(instant.getTime() + zoneOffsetMs(instant.getTime(), timeZone)).toISOString().slice(0, -1);
}

/** A time that a change of clocks skips counts as before the change, one that comes twice is the first (RFC 5545, 3.3.5). */
function instantOf({ local, timeZone }: Recurrence): Date {
  const instant = parseInstant(local, timeZone);
  if (!instant.ok || instant.value === null) throw new Error('a stored local time cannot be read');
  return instant.value;
}
