import type { Actor, Uuid } from '@leadstream/kernel';
import type { Recurrence } from '../recurrence/recurrence.js';
import type { TaskRecord, TaskSubject } from '../task.js';

/** Columns of a task as {@link taskOf} reads them, in statements over `task` under that name. */
export const TASK_COLUMNS = `task_id AS "taskId", entity_kind AS "subjectKind", entity_id AS "subjectId", version, type, priority, state, title, description,
  due_at AS "dueAt", reminders, assignee_id AS "assigneeId", outcome, closed_at AS "closedAt", trigger_kind AS "triggerKind", trigger_id AS "triggerId",
  series_id AS "seriesId", occurrence, occurs_local AS local, rule, rule_zone AS "timeZone", except_dates AS "exceptDates",
  next_alert_at AS "nextAlertAt", author_kind AS "authorKind", author_id AS "authorId", created_at AS "createdAt", updated_at AS "updatedAt",
  deleted_at AS "deletedAt"`;

/** The lead that a task stands with now, wherever its own went. */
export const STANDS_WITH = `(SELECT CASE WHEN l.merged_into IS NULL THEN l.lead_id ELSE lead_survivor(l.tenant_id, l.merged_into) END
  FROM lead l WHERE l.tenant_id = task.tenant_id AND l.lead_id = task.lead_id) AS "standsWith"`;

type Columns<T> = { readonly [K in keyof T]: T[K] | null };

export interface TaskRow extends Omit<TaskRecord, 'subject' | 'author' | 'trigger' | 'recurrence'>, Columns<Recurrence> {
  readonly subjectKind: TaskSubject['kind'];
  readonly subjectId: Uuid;
  readonly triggerKind: TaskRecord['trigger']['kind'];
  readonly triggerId: string | null;
  readonly authorKind: Actor['kind'];
  readonly authorId: string;
}

/** A task and the lead it stands with. */
export interface PlacedTask {
  readonly task: TaskRecord;
  readonly leadId: Uuid;
}

export function taskOf(row: TaskRow): TaskRecord {
  const {
    subjectKind,
    subjectId,
    triggerKind,
    triggerId,
    authorKind,
    authorId,
    seriesId,
    occurrence,
    local,
    rule,
    timeZone,
    exceptDates,
    ...task
  } = row;
  const series = { seriesId, occurrence, local, rule, timeZone, exceptDates };
  return {
    ...task,
    subject: { kind: subjectKind, id: subjectId },
    recurrence: seriesId === null ? null : (series as Recurrence),
    trigger: { kind: triggerKind, id: triggerId },
    author: { kind: authorKind, id: authorId },
  };
}

export function placedTaskOf({ standsWith, ...row }: TaskRow & { readonly standsWith: Uuid }): PlacedTask {
  return { task: taskOf(row), leadId: standsWith };
}
