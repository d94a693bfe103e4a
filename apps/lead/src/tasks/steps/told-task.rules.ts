import {
  taskCompletedV1,
  taskCreatedV1,
  taskDeletedV1,
  taskDismissedV1,
  taskOverdueV1,
  taskReminderDueV1,
  taskReopenedV1,
  taskRestoredV1,
  taskUpdatedV1,
} from '@leadstream/contracts';
import type { OutboxItem } from '@leadstream/messaging';
import type { TaskRecord, TaskStep } from '../task.js';
import type { TaskAlert } from './alerts.rules.js';

/** The event of a step. */
export function eventOf({ task, action, changes }: TaskStep): OutboxItem {
  const told = toldFields(task);
  const at = task.updatedAt.toISOString();
  const of = { sequence: task.version, time: task.updatedAt };
  switch (action) {
    case 'created':
      return {
        ...of,
        contract: taskCreatedV1,
        data: { ...told, triggerKind: task.trigger.kind, triggerId: task.trigger.id, createdAt: at },
      };
    case 'updated':
      return { ...of, contract: taskUpdatedV1, data: { ...told, changed: changes.map(({ field }) => field), updatedAt: at } };
    case 'completed':
      return { ...of, contract: taskCompletedV1, data: { ...told, completedAt: at } };
    case 'dismissed':
      return { ...of, contract: taskDismissedV1, data: { ...told, dismissedAt: at } };
    case 'reopened':
      return { ...of, contract: taskReopenedV1, data: { ...told, reopenedAt: at } };
    case 'overdue':
      return { ...of, contract: taskOverdueV1, data: told };
    case 'deleted':
      return { ...of, contract: taskDeletedV1, data: { ...told, deletedAt: at } };
    case 'restored':
      return { ...of, contract: taskRestoredV1, data: { ...told, restoredAt: at } };
  }
}

/** A reminder changes nothing: its sequence is the version that the task had. */
export function reminderOf(task: TaskRecord, { at, minutesBefore }: TaskAlert, now: Date): OutboxItem {
  const data = { ...toldFields(task), remindAt: at.toISOString(), minutesBefore };
  return { contract: taskReminderDueV1, data, sequence: task.version, time: now };
}

function toldFields({ taskId, subject, type, priority, state, dueAt, assigneeId, recurrence }: TaskRecord) {
  const of = { taskId, subjectKind: subject.kind, subjectId: subject.id, type, priority, state };
  return { ...of, dueAt: dueAt.toISOString(), assigneeId, seriesId: recurrence?.seriesId ?? null };
}
