import type { Task, TaskAuditEntry } from '@leadstream/contracts';
import type { Actor, Uuid } from '@leadstream/kernel';
import type { FieldChange } from '../lead/lead.js';
import type { Recurrence } from './recurrence/recurrence.js';

/** What a task is about; deals are to follow. */
export interface TaskSubject {
  readonly kind: 'lead';
  readonly id: Uuid;
}

/** What a member is to do, as it may be stated. */
export interface TaskFields {
  readonly type: Task['type'];
  readonly priority: Task['priority'];
  readonly title: string;
  readonly description: string | null;
  readonly dueAt: Date;
  /** Minutes before it is due, most first. */
  readonly reminders: readonly number[];
  readonly assigneeId: Uuid | null;
  readonly recurrence: Recurrence | null;
}

/** A task in its present version. */
export interface TaskRecord extends TaskFields {
  readonly taskId: Uuid;
  readonly subject: TaskSubject;
  readonly version: number;
  readonly state: Task['state'];
  readonly outcome: string | null;
  readonly closedAt: Date | null;
  readonly trigger: Task['trigger'];
  /** The first reminder or due instant that is still to be told. */
  readonly nextAlertAt: Date | null;
  readonly author: Actor;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly deletedAt: Date | null;
}

/** One version of a task and what it changed. */
export interface TaskStep {
  readonly task: TaskRecord;
  readonly action: TaskAuditEntry['action'];
  readonly changes: readonly FieldChange[];
}

export function isClosed({ closedAt }: Pick<TaskRecord, 'closedAt'>): boolean {
  return closedAt !== null;
}
