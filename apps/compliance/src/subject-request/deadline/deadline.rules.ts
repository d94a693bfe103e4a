import type { SubjectRequestJurisdiction } from '@leadstream/contracts';
import { type CalendarDay, dayOf, isoDate, monthsLater, startOfDay } from './calendar-day.rules.js';
import { workingDayFrom } from './working-day.rules.js';

/** What the time for an answer depends on. */
export interface DeadlineFacts {
  readonly jurisdiction: SubjectRequestJurisdiction;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  /** IANA name. */
  readonly timeZone: string;
  readonly receivedAt: Date;
  readonly isExtended: boolean;
  /** Whole days for which the person was asked who it is. */
  readonly pausedDays: number;
}

/** By when an answer is in time. */
export interface Deadline {
  /** Last day of the period, `2026-11-27`. */
  readonly dueOn: string;
  /** The instant at which it ends. */
  readonly dueAt: Date;
  readonly source: string;
}

const CCPA_DAYS = 45;
const GDPR_MONTHS = 1;
const GDPR_FURTHER_MONTHS = 2;

const SOURCES: Readonly<Record<SubjectRequestJurisdiction, string>> = {
  gdpr: 'GDPR Art. 12(3); Regulation (EEC, Euratom) 1182/71 Art. 3',
  ccpa: 'Cal. Civ. Code 1798.130(a)(2)(A); 11 CCR 7021(b)',
};

/** The day of receipt is not counted: the period ends with the last hour of the day of its name. */
export function deadlineOf(facts: DeadlineFacts): Deadline {
  const received = dayOf(facts.receivedAt, facts.timeZone);
  const last = facts.jurisdiction === 'gdpr' ? lastDayOfGdpr(received, facts) : lastDayOfCcpa(received, facts);
  return { dueOn: isoDate(last), dueAt: startOfDay(last + 1, facts.timeZone), source: SOURCES[facts.jurisdiction] };
}

/** Whether asking who somebody is stops the clock. California's runs "regardless of time required to verify the request". */
export function isPausable(jurisdiction: SubjectRequestJurisdiction): boolean {
  return jurisdiction === 'gdpr';
}

/** Calendar days from the one on which the person was asked to the one on which it answered. */
export function daysBetween(asked: Date, answered: Date, timeZone: string): number {
  return Math.max(0, dayOf(answered, timeZone) - dayOf(asked, timeZone));
}

/** What it is extended by counts from the receipt, too: three months, not one month and what the weekend added and two months. */
function lastDayOfGdpr(received: CalendarDay, { isExtended, pausedDays, country }: DeadlineFacts): CalendarDay {
  const months = GDPR_MONTHS + (isExtended ? GDPR_FURTHER_MONTHS : 0);
  return workingDayFrom(monthsLater(received, months) + pausedDays, country);
}

/** Calendar days whatever weekday they end on: no rule moves the end of the period. */
function lastDayOfCcpa(received: CalendarDay, { isExtended }: DeadlineFacts): CalendarDay {
  return received + CCPA_DAYS * (isExtended ? 2 : 1);
}
