import type { Uuid } from '@leadstream/kernel';

export type Frequency = 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';

/** A weekday of a rule: 0 = Monday. `ordinal` counts within month or year, from the end when negative; 0 = every one. */
export interface RuleDay {
  readonly ordinal: number;
  readonly weekday: number;
}

/** A rule of RFC 5545 as far as it speaks of days; what it leaves out is empty, and follows from the day it starts on. */
export interface RecurrenceRule {
  readonly frequency: Frequency;
  readonly interval: number;
  /** Occurrences of the whole series, those left out by date included. */
  readonly count: number | undefined;
  /** The last moment at which one may be: a day of the series' zone (`2026-12-31`) or an instant. */
  readonly until: string | Date | undefined;
  readonly byMonth: readonly number[];
  readonly byMonthDay: readonly number[];
  readonly byDay: readonly RuleDay[];
  readonly bySetPos: readonly number[];
  /** 0 = Monday. */
  readonly weekStart: number;
}

/** Of which series a task is one occurrence. */
export interface Recurrence {
  readonly seriesId: Uuid;
  /** 1 = the first. */
  readonly occurrence: number;
  /** When the rule has it, on the clock of the zone, without offset: `2026-11-30T09:00:00.000`. Moving the task's due leaves it. */
  readonly local: string;
  /** The text of the rule, without `RRULE:`. */
  readonly rule: string;
  /** Canonical IANA name. */
  readonly timeZone: string;
  /** Days in the zone that are left out, `2026-12-25`. */
  readonly exceptDates: readonly string[];
}
