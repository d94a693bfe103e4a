import { isClosed, type TaskRecord } from '../task.js';

const MINUTE_MS = 60_000;

/** An instant at which a task is told of. */
export interface TaskAlert {
  readonly kind: 'reminder' | 'overdue';
  readonly at: Date;
  readonly minutesBefore: number;
}

type Timed = Pick<TaskRecord, 'dueAt' | 'reminders' | 'state' | 'closedAt' | 'deletedAt'>;

/** What an open task is to be told of by and by, earliest first; one that is overdue has nothing left. */
export function alertsOf({ dueAt, reminders, ...task }: Timed): TaskAlert[] {
  if (isClosed(task) || task.deletedAt !== null || task.state === 'overdue') return [];
  const reminding = reminders.map((minutesBefore): TaskAlert => {
    return { kind: 'reminder', at: new Date(dueAt.getTime() - minutesBefore * MINUTE_MS), minutesBefore };
  });
  return [...reminding, { kind: 'overdue', at: dueAt, minutesBefore: 0 }].toSorted(
    (a, b) => a.at.getTime() - b.at.getTime(),
  ) as TaskAlert[];
}

/**
 * When a task has to be told of first. The due instant is never left out.
 * @param after reminders up to this instant are left out: they were told, or lay in the past when they were stated
 */
export function firstAlertAt(task: Timed, after: Date): Date | null {
  return alertsOf(task).find(({ kind, at }) => kind === 'overdue' || at > after)?.at ?? null;
}

/** What is to be told of a task by now. */
export function alertsBy({ nextAlertAt, ...task }: Timed & Pick<TaskRecord, 'nextAlertAt'>, now: Date): TaskAlert[] {
  return nextAlertAt === null ? [] : alertsOf(task).filter(({ kind, at }) => at <= now && (kind === 'overdue' || at >= nextAlertAt));
}
