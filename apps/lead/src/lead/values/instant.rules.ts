import { accept, type Checked, refuse } from './checked.rules.js';

const INSTANT =
  /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)(?:[T ](?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d)(?:\.(?<fraction>\d{1,9}))?)?(?<offset>Z|[+-]\d\d:?\d\d)?)?$/i;

/** Clocks of clients may run ahead by this much. */
const MAX_SKEW_MS = 5 * 60_000;

/**
 * `2018-02-01`, `2018-02-01 19:58:54` or ISO 8601 with or without offset.
 * @param timeZone canonical IANA zone of texts without offset; a date alone means its first moment there
 * @returns the instant; null when blank. A local time that a clock change skips counts as if the change had not come yet;
 *   one that occurs twice is the earlier
 */
export function parseInstant(text: string, timeZone: string): Checked<Date | null> {
  const trimmed = text.trim();
  if (trimmed === '') return accept(null);
  const parts = INSTANT.exec(trimmed)?.groups;
  if (parts === undefined) return refuse('instant.format', 'Is not a date or a date with time in ISO 8601.');
  const local = wallClockMs(parts);
  if (local === undefined) return refuse('instant.impossible', 'No calendar has this date or time.');
  const { offset } = parts;
  return accept(new Date(offset === undefined ? localToUtcMs(local, timeZone) : local - offsetMs(offset)));
}

/** Whether `instant` lies further ahead of `now` than differing clocks explain. */
export function isFuture(instant: Date, now: Date): boolean {
  return instant.getTime() - now.getTime() > MAX_SKEW_MS;
}

/** The wall-clock reading as if it were UTC; undefined for 30 February or 25 o'clock. */
function wallClockMs(parts: Record<string, string | undefined>): number | undefined {
  const { year, month, day, hour = '00', minute = '00', second = '00', fraction = '0' } = parts;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
  const ms = Date.parse(iso);
  // Date.parse rolls 31 June over into July, and 24:00 into the next day.
  return !Number.isNaN(ms) && new Date(ms).toISOString() === iso ? ms : undefined;
}

function offsetMs(offset: string): number {
  if (offset.toUpperCase() === 'Z') return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return (offset.startsWith('-') ? -minutes : minutes) * 60_000;
}

function localToUtcMs(local: number, timeZone: string): number {
  if (timeZone === 'UTC') return local;
  const dayMs = 86_400_000;
  const before = local - zoneOffsetMs(local - dayMs, timeZone);
  if (before + zoneOffsetMs(before, timeZone) === local) return before;
  const after = local - zoneOffsetMs(local + dayMs, timeZone);
  return after + zoneOffsetMs(after, timeZone) === local ? after : before;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Offset of `timeZone` from UTC at the instant `utcMs`, in milliseconds. */
export function zoneOffsetMs(utcMs: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  const part = Object.fromEntries(format.formatToParts(utcMs).map(({ type, value }) => [type, Number(value)]));
  const wallClock = Date.UTC(part['year'] ?? 0, (part['month'] ?? 1) - 1, part['day'], part['hour'], part['minute'], part['second']);
  return wallClock - Math.floor(utcMs / 1_000) * 1_000;
}
