import { accept, type Checked, refuse } from '../../lead/values/checked.rules.js';
import { parseInstant } from '../../lead/values/instant.rules.js';
import type { RecurrenceRule, RuleDay } from './recurrence.js';

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const MOST_OCCURRENCES = 1_000;
const LONGEST_INTERVAL = 1_000;
const MOST_WEEKS = 53;

type Parts = Partial<RecurrenceRule>;

const READERS: Readonly<Record<string, (value: string) => Parts | undefined>> = {
  INTERVAL: (value) => whole(value, 1, LONGEST_INTERVAL, (interval) => ({ interval })),
  COUNT: (value) => whole(value, 1, MOST_OCCURRENCES, (count) => ({ count })),
  UNTIL: (value) => defined(untilOf(value), (until) => ({ until })),
  BYMONTH: (value) => list(value, monthOf, (byMonth) => ({ byMonth })),
  BYMONTHDAY: (value) =>
    list(
      value,
      (item) => signed(item, 31),
      (byMonthDay) => ({ byMonthDay }),
    ),
  BYDAY: (value) => list(value, dayOf, (byDay) => ({ byDay })),
  BYSETPOS: (value) =>
    list(
      value,
      (item) => signed(item, 366),
      (bySetPos) => ({ bySetPos }),
    ),
  WKST: (value) => (WEEKDAYS.includes(value) ? { weekStart: WEEKDAYS.indexOf(value) } : undefined),
};

/** One part of a rule, other than FREQ. */
export function readPart(name: string, value: string): Checked<Parts> {
  const reader = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
  if (reader === undefined) return refuse('recurrence.part_unknown', 'Has a part that RFC 5545 does not know.');
  const read = reader(value);
  return read === undefined ? refuse('recurrence.value', `${name} has a value that it cannot have here.`) : accept(read);
}

function defined<T, R>(value: T | undefined, use: (value: T) => R): R | undefined {
  return value === undefined ? undefined : use(value);
}

function whole<R>(text: string, least: number, most: number, use: (value: number) => R): R | undefined {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  return value >= least && value <= most ? use(value) : undefined;
}

/** From 1 to `most`, or the same from the end. */
function signed(text: string, most: number): number | undefined {
  const value = /^[+-]?\d{1,3}$/.test(text) ? Number(text) : 0;
  return value !== 0 && Math.abs(value) <= most ? value : undefined;
}

function monthOf(text: string): number | undefined {
  return whole(text, 1, 12, (month) => month);
}

function dayOf(text: string): RuleDay | undefined {
  const { ordinal = '', day = '' } = /^(?<ordinal>[+-]?\d{1,2})?(?<day>[A-Z]{2})$/.exec(text)?.groups ?? {};
  const weekday = WEEKDAYS.indexOf(day);
  const counted = ordinal === '' ? 0 : signed(ordinal, MOST_WEEKS);
  return weekday < 0 || counted === undefined ? undefined : { ordinal: counted, weekday };
}

function list<T, R>(text: string, read: (item: string) => T | undefined, use: (items: readonly T[]) => R): R | undefined {
  const items = text.split(',').map(read);
  return items.every((item) => item !== undefined) ? use(items) : undefined;
}

/** `20261231` or `20261231T225959Z`; a time without zone is not taken, since RFC 5545 wants UTC beside a zone. */
function untilOf(text: string): string | Date | undefined {
  const parts = /^(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)(?:T(?<hour>\d\d)(?<minute>\d\d)(?<second>\d\d)Z)?$/.exec(text)?.groups;
  if (parts === undefined) return undefined;
  const { year, month, day, hour, minute, second } = parts;
  const date = `${year}-${month}-${day}`;
  const instant = parseInstant(hour === undefined ? date : `${date}T${hour}:${minute}:${second}Z`, 'UTC');
  if (!instant.ok || instant.value === null) return undefined;
  return hour === undefined ? date : instant.value;
}
