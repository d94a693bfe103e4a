const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;
/** Changes of clocks fall on quarters of an hour of UTC. */
const QUARTER_MS = 15 * MINUTE_MS;

/** Days of a zone that are remembered: more than the longest search for an opening looks at. */
const MAX_DAYS = 64;

const formats = new Map<string, Intl.DateTimeFormat>();
/** Offsets by zone and day of UTC; null for a day on which the clocks are changed. No zone has changed them and back within a day. */
const offsetsOfDays = new Map<string, Map<number, number | null>>();
/** The last quarter of such a day that was looked up, by zone. */
const lastOffsets = new Map<string, { readonly quarter: number; readonly offsetMs: number }>();

/** Offset of a zone's clocks from UTC, in milliseconds. @throws RangeError for what is no IANA zone */
export function zoneOffsetMs(utcMs: number, timeZone: string): number {
  return offsetOfDay(Math.floor(utcMs / DAY_MS), timeZone) ?? offsetOfQuarter(Math.floor(utcMs / QUARTER_MS), timeZone);
}

function offsetOfDay(day: number, timeZone: string): number | null {
  const days = offsetsOfDays.get(timeZone) ?? new Map<number, number | null>();
  const known = days.get(day);
  if (known !== undefined) return known;
  const first = readOffsetMs(day * DAY_MS, timeZone);
  const offsetMs = readOffsetMs((day + 1) * DAY_MS - QUARTER_MS, timeZone) === first ? first : null;
  if (days.size === MAX_DAYS) days.clear();
  offsetsOfDays.set(timeZone, days.set(day, offsetMs));
  return offsetMs;
}

function offsetOfQuarter(quarter: number, timeZone: string): number {
  const last = lastOffsets.get(timeZone);
  if (last?.quarter === quarter) return last.offsetMs;
  const offsetMs = readOffsetMs(quarter * QUARTER_MS, timeZone);
  lastOffsets.set(timeZone, { quarter, offsetMs });
  return offsetMs;
}

/** What the clocks of a zone show. */
export interface LocalClock {
  /** Days since 1 January 1970. */
  readonly day: number;
  /** ISO weekday: 1 is Monday. */
  readonly weekday: number;
  /** Whole minutes since midnight. */
  readonly minute: number;
}

export function localClock(utcMs: number, timeZone: string): LocalClock {
  const localMs = utcMs + zoneOffsetMs(utcMs, timeZone);
  const day = Math.floor(localMs / DAY_MS);
  return { day, weekday: weekdayOf(day), minute: Math.floor((localMs - day * DAY_MS) / MINUTE_MS) };
}

/** 1 January 1970 was a Thursday. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** The first instant after `fromMs` and up to `untilMs` at which the zone's clocks are changed; undefined when they go on evenly. */
export function clockChangeMs(fromMs: number, untilMs: number, timeZone: string): number | undefined {
  const before = zoneOffsetMs(fromMs, timeZone);
  if (zoneOffsetMs(untilMs, timeZone) === before) return undefined;
  let [low, high] = [Math.floor(fromMs / QUARTER_MS), Math.floor(untilMs / QUARTER_MS)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (zoneOffsetMs(middle * QUARTER_MS, timeZone) === before) low = middle;
    else high = middle;
  }
  return high * QUARTER_MS;
}

function readOffsetMs(utcMs: number, timeZone: string): number {
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
  return wallClock - utcMs;
}
