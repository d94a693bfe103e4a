import type { Actor, Uuid } from '@leadstream/kernel';
import { nextOccurrence } from '../recurrence/occurrence.rules.js';
import type { TaskRecord, TaskStep } from '../task.js';
import { createdStep } from './task-step.rules.js';

/** What the next task of a series is made with. */
export interface NextTask {
  readonly taskId: Uuid;
  /** Who closed the one before. */
  readonly author: Actor;
  readonly now: Date;
}

/** The task that comes after one of a series; undefined when it has none. */
export function nextTaskStep(before: TaskRecord, { taskId, author, now }: NextTask): TaskStep | undefined {
  const next = before.recurrence && nextOccurrence(before.recurrence);
  if (!next) return undefined;
  const { subject, type, priority, title, description, reminders, assigneeId } = before;
  const open = { state: 'pending', outcome: null, closedAt: null, deletedAt: null } as const;
  const trigger = { kind: 'recurrence', id: before.taskId } as const;
  const told = { subject, type, priority, title, description, reminders, assigneeId };
  return createdStep({ taskId, ...told, ...next, ...open, trigger, author: { ...author }, createdAt: now, updatedAt: now });
}
