import { isDeepStrictEqual } from 'node:util';
import type { FieldChange } from '../../lead/lead.js';
import type { TaskFields, TaskRecord, TaskStep } from '../task.js';
import { firstAlertAt } from './alerts.rules.js';

const FIELDS = [
  'type',
  'priority',
  'title',
  'description',
  'dueAt',
  'reminders',
  'assigneeId',
  'recurrence',
] as const satisfies (keyof TaskFields)[];

/** The first version of a task. */
export function createdStep(task: Omit<TaskRecord, 'nextAlertAt' | 'version'>): TaskStep {
  const record = { ...task, version: 1, nextAlertAt: firstAlertAt(task, task.createdAt) };
  const stated = FIELDS.filter((field) => !isDeepStrictEqual(task[field], []) && task[field] !== null);
  return { task: record, action: 'created', changes: stated.map((field) => ({ field, before: null, after: shown(task[field]) })) };
}

/**
 * @param wasTold whether the instant at which it is due after the change was told as overdue before: then it is overdue again, untold
 * @returns undefined when nothing would be other than before
 */
export function changedStep(before: TaskRecord, fields: TaskFields, wasTold: boolean, now: Date): TaskStep | undefined {
  const changed = FIELDS.filter((field) => !isDeepStrictEqual(before[field], fields[field]));
  if (changed.length === 0) return undefined;
  const isMoved = changed.includes('dueAt');
  const task = { ...before, ...fields, ...(isMoved && { state: openState(wasTold) }) };
  const isRetimed = isMoved || changed.includes('reminders');
  // What was due to be told already and is not yet stays due, as long as the task is not moved.
  const waits = !isMoved && before.nextAlertAt !== null && before.nextAlertAt <= now;
  const after = waits ? new Date(before.nextAlertAt.getTime() - 1) : now;
  return step(before, isRetimed ? rearmed(task, after) : task, 'updated', [...changed, ...(isMoved ? (['state'] as const) : [])], now);
}

export function closedStep(before: TaskRecord, state: 'completed' | 'dismissed', outcome: string | null, now: Date): TaskStep {
  return step(before, { ...before, state, outcome, closedAt: now, nextAlertAt: null }, state, ['state', 'outcome'], now);
}

/**
 * @param before a closed task
 * @param wasTold as for {@link changedStep}
 */
export function reopenedStep(before: TaskRecord, wasTold: boolean, now: Date): TaskStep {
  const task = { ...before, state: openState(wasTold), outcome: null, closedAt: null };
  return step(before, rearmed(task, now), 'reopened', ['state', 'outcome'], now);
}

/** An open task's time is over. */
export function overdueStep(before: TaskRecord, now: Date): TaskStep {
  return step(before, { ...before, state: 'overdue', nextAlertAt: null }, 'overdue', ['state'], now);
}

/** The last version before somebody restores the task. */
export function deletedStep(before: TaskRecord, now: Date): TaskStep {
  return step(before, { ...before, deletedAt: now, nextAlertAt: null }, 'deleted', ['deletedAt'], now);
}

/** @param before a deleted task */
export function restoredStep(before: TaskRecord, now: Date): TaskStep {
  return step(before, rearmed({ ...before, deletedAt: null }, now), 'restored', ['deletedAt'], now);
}

function openState(wasTold: boolean): 'overdue' | 'pending' {
  return wasTold ? 'overdue' : 'pending';
}

/** @param after reminders up to this instant are not told */
function rearmed(task: TaskRecord, after: Date): TaskRecord {
  return { ...task, nextAlertAt: firstAlertAt(task, after) };
}

function step(
  before: TaskRecord,
  after: TaskRecord,
  action: TaskStep['action'],
  fields: readonly (keyof TaskRecord)[],
  now: Date,
): TaskStep {
  const changes = fields
    .filter((field) => !isDeepStrictEqual(before[field], after[field]))
    .map((field): FieldChange => ({ field, before: shown(before[field]), after: shown(after[field]) }));
  return { task: { ...after, version: before.version + 1, updatedAt: now }, action, changes };
}

function shown(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value;
}
