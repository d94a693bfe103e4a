import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import { SEARCH_VERSION } from '../../lead/search/search-keys.rules.js';
import { taskKeys } from '../../lead/search/work-keys.rules.js';
import type { TaskRecord } from '../task.js';
import { type PlacedTask, placedTaskOf, STANDS_WITH, TASK_COLUMNS, type TaskRow } from './task-row.js';

type PlacedRow = TaskRow & { readonly standsWith: Uuid };

const FIND: Statement = {
  name: 'task-find',
  text: `SELECT ${TASK_COLUMNS}, ${STANDS_WITH} FROM task WHERE tenant_id = $1 AND task_id = $2 AND NOT hidden`,
};

// The leads first, as whoever deletes or merges one takes them, and by id, so that two who want several do not wait for each other.
const HOLD_LEADS: Statement = {
  name: 'task-hold-leads',
  text: `SELECT 1 FROM lead WHERE tenant_id = $1 AND lead_id IN (
           WITH RECURSIVE way AS (
             SELECT lead_id FROM task WHERE tenant_id = $1 AND task_id = ANY ($2::uuid[])
             UNION
             SELECT l.merged_into FROM way JOIN lead l ON l.tenant_id = $1 AND l.lead_id = way.lead_id WHERE l.merged_into IS NOT NULL)
           SELECT lead_id FROM way)
         ORDER BY lead_id FOR SHARE`,
};

const FIND_FOR_UPDATE: Statement = {
  name: 'task-find-for-update',
  text: `SELECT ${TASK_COLUMNS}, ${STANDS_WITH} FROM task WHERE tenant_id = $1 AND task_id = ANY ($2::uuid[]) AND NOT hidden
         ORDER BY task_id FOR UPDATE OF task`,
};

const HOLD_LIVE_LEAD: Statement = {
  name: 'task-hold-live-lead',
  text: 'SELECT 1 FROM lead WHERE tenant_id = $1 AND lead_id = $2 AND deleted_at IS NULL FOR SHARE',
};

const FIND_TOLD: Statement = {
  name: 'task-alert-find-told',
  text: `SELECT 1 FROM task_alert WHERE tenant_id = $1 AND task_id = $2 AND kind = 'overdue' AND at = $3`,
};

const INSERT: Statement = {
  name: 'task-insert',
  text: `INSERT INTO task (tenant_id, task_id, entity_kind, entity_id, version, type, priority, state, title, description, due_at, reminders, assignee_id,
           outcome, closed_at, next_alert_at, updated_at, deleted_at, series_id, occurrence, occurs_local, rule, rule_zone, except_dates, search_keys,
           trigger_kind, trigger_id, author_kind, author_id, created_at, search_version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29,
           $30, ${SEARCH_VERSION})
         ON CONFLICT (tenant_id, series_id, occurrence) DO NOTHING`,
};

const UPDATE: Statement = {
  name: 'task-update',
  text: `UPDATE task SET version = $3, type = $4, priority = $5, state = $6, title = $7, description = $8, due_at = $9, reminders = $10, assignee_id = $11,
           outcome = $12, closed_at = $13, next_alert_at = $14, updated_at = $15, deleted_at = $16, series_id = $17, occurrence = $18, occurs_local = $19,
           rule = $20, rule_zone = $21, except_dates = $22, search_keys = $23, search_version = ${SEARCH_VERSION}
         WHERE tenant_id = $1 AND task_id = $2`,
};

/** Tasks as rows, deleted ones included, those of deleted leads not. Where a change is meant, the rows are locked first: find, decide, write. */
@Injectable()
export class TaskRepository {
  async find(tx: Tx, tenantId: Uuid, taskId: Uuid): Promise<PlacedTask | undefined> {
    const row = await tx.queryOne<PlacedRow>(FIND, [tenantId, taskId]);
    return row && placedTaskOf(row);
  }

  /** Locked until the transaction ends; so are their leads, which nobody deletes or merges meanwhile. */
  async findForUpdate(tx: Tx, tenantId: Uuid, taskIds: readonly Uuid[]): Promise<PlacedTask[]> {
    await tx.query(HOLD_LEADS, [tenantId, taskIds]);
    return (await tx.query<PlacedRow>(FIND_FOR_UPDATE, [tenantId, taskIds])).map(placedTaskOf);
  }

  /** @returns whether the lead is there; nobody deletes or merges it before the transaction ends */
  async holdLead(tx: Tx, tenantId: Uuid, leadId: Uuid): Promise<boolean> {
    return (await tx.queryOne(HOLD_LIVE_LEAD, [tenantId, leadId])) !== undefined;
  }

  /** Whether a task was told as overdue of that instant. */
  async wasTold(tx: Tx, tenantId: Uuid, taskId: Uuid, dueAt: Date): Promise<boolean> {
    return (await tx.queryOne(FIND_TOLD, [tenantId, taskId, dueAt])) !== undefined;
  }

  /** @returns false when the occurrence of the series is there already */
  async create(tx: Tx, tenantId: Uuid, task: TaskRecord): Promise<boolean> {
    const { taskId, subject, trigger, author, createdAt } = task;
    const values = [...changeable(task), trigger.kind, trigger.id, author.kind, author.id, createdAt];
    return (await tx.execute(INSERT, [tenantId, taskId, subject.kind, subject.id, ...values])) === 1;
  }

  async update(tx: Tx, tenantId: Uuid, task: TaskRecord): Promise<void> {
    await tx.execute(UPDATE, [tenantId, task.taskId, ...changeable(task)]);
  }
}

/** In the order in which both writes name them. */
function changeable(task: TaskRecord): unknown[] {
  const {
    version,
    type,
    priority,
    state,
    title,
    description,
    dueAt,
    reminders,
    assigneeId,
    outcome,
    closedAt,
    nextAlertAt,
    updatedAt,
    deletedAt,
  } = task;
  const { seriesId = null, occurrence = null, local = null, rule = null, timeZone = null, exceptDates = null } = task.recurrence ?? {};
  const series = [seriesId, occurrence, local, rule, timeZone, exceptDates];
  const texts = [version, type, priority, state, title, description];
  return [...texts, dueAt, reminders, assigneeId, outcome, closedAt, nextAlertAt, updatedAt, deletedAt, ...series, taskKeys(task)];
}
