import type { CreateSubjectRequest } from '@leadstream/contracts';
import type { FieldProblem, Uuid } from '@leadstream/kernel';
import { deadlineOf } from '../deadline/deadline.rules.js';
import type { Subject } from '../subject/subject.js';
import type { SubjectRequestRecord } from '../subject-request.js';
import { nextReminderAt } from './reminder.rules.js';

/** As far ahead of this machine's clock another one may be. */
const LEEWAY_MS = 5 * 60_000;

/** What is wrong with a request as it is stated. */
export function receiptProblems({ timeZone, receivedAt }: CreateSubjectRequest, now: Date): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (!isTimeZone(timeZone)) problems.push({ path: 'timeZone', code: 'time_zone_unknown', message: 'must be an IANA time zone' });
  if (receivedAt !== undefined && Date.parse(receivedAt) > now.getTime() + LEEWAY_MS)
    problems.push({ path: 'receivedAt', code: 'in_future', message: 'must not lie in the future' });
  return problems;
}

/** The first version of a request without problems. */
export function receive(requestId: Uuid, stated: CreateSubjectRequest, subject: Subject, now: Date): SubjectRequestRecord {
  const { kind, jurisdiction, timeZone, via } = stated;
  const country = stated.country ?? null;
  const receivedAt = stated.receivedAt === undefined ? now : new Date(Math.min(Date.parse(stated.receivedAt), now.getTime()));
  const { dueAt } = deadlineOf({ jurisdiction, country, timeZone, receivedAt, isExtended: false, pausedDays: 0 });
  const open = { pausedSince: null, endedAt: null, remindedUntil: null };
  return {
    ...{ requestId, kind, ...subject, jurisdiction, country, timeZone, via, receivedAt, dueAt, ...open },
    note: stated.note ?? null,
    status: 'received',
    version: 1,
    assigneeId: stated.assigneeId ?? null,
    identity: null,
    pausedDays: 0,
    extension: null,
    refusal: null,
    createdAt: now,
    updatedAt: now,
    nextReminderAt: nextReminderAt({ dueAt, ...open }),
  };
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    // An offset is no zone: it knows no change of clocks.
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
}
