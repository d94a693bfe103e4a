import type { Task } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { TaskRecord } from '../task.js';

/**
 * As the API shows it.
 * @param subjectId the lead it stands with now
 */
export function presentTask(task: TaskRecord, subjectId: Uuid): Task {
  const { taskId, version, subject, type, priority, state, title, description, reminders, assigneeId, trigger, outcome } = task;
  return {
    id: taskId,
    version,
    subject: { kind: subject.kind, id: subjectId },
    type,
    priority,
    state,
    title,
    description,
    dueAt: task.dueAt.toISOString(),
    reminders: [...reminders],
    assigneeId,
    recurrence: presentRecurrence(task),
    trigger,
    outcome,
    closedAt: task.closedAt?.toISOString() ?? null,
    createdBy: { ...task.author },
    createdAt: task.createdAt.toISOString(),
    updatedAt: task.updatedAt.toISOString(),
  };
}

function presentRecurrence({ recurrence }: TaskRecord): Task['recurrence'] {
  if (recurrence === null) return null;
  const { rule, timeZone, exceptDates, seriesId, occurrence } = recurrence;
  return { rule, timeZone, exceptDates: [...exceptDates], seriesId, occurrence };
}
