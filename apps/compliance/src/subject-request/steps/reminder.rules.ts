import { DAY_MS } from '../../decision/clock/zone-clock.rules.js';
import { isOpen, type SubjectRequestRecord } from '../subject-request.js';

/** Something to be told of a request's time. */
export interface Reminder {
  readonly at: Date;
  /** 0: it is overdue. */
  readonly daysBefore: number;
}

const DAYS_BEFORE = [7, 3, 1, 0] as const;

type Timed = Pick<SubjectRequestRecord, 'dueAt' | 'endedAt' | 'pausedSince' | 'remindedUntil'>;

/** The first instant that is still to be told; null while the clock rests, and at the end. */
export function nextReminderAt(request: Timed): Date | null {
  return untold(request)[0]?.at ?? null;
}

/** What is to be told by `now`, earliest first; of several reminders that have come due meanwhile the last one alone, for the others are no longer true. */
export function remindersBy(request: Timed, now: Date): Reminder[] {
  const due = untold(request).filter(({ at }) => at <= now);
  const ahead = due.filter(({ daysBefore }) => daysBefore > 0).slice(-1);
  const overdue = due.filter(({ daysBefore }) => daysBefore === 0);
  return overdue.length > 0 ? overdue : ahead;
}

function untold(request: Timed): Reminder[] {
  const { dueAt, pausedSince, remindedUntil } = request;
  if (!isOpen(request) || pausedSince !== null) return [];
  return DAYS_BEFORE.map((daysBefore) => ({ at: new Date(dueAt.getTime() - daysBefore * DAY_MS), daysBefore })).filter(
    ({ at }) => remindedUntil === null || at > remindedUntil,
  );
}
