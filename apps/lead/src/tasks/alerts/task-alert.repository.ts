import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, SystemTx, Tx } from '@leadstream/persistence';
import type { TaskAlert } from '../steps/alerts.rules.js';
import { TASK_COLUMNS, taskOf, type TaskRow } from '../store/task-row.js';
import type { TaskRecord } from '../task.js';

const FIND_DUE: Statement = {
  name: 'task-alert-find-due',
  text: `SELECT ${TASK_COLUMNS} FROM task WHERE tenant_id = $1 AND next_alert_at IS NOT NULL AND NOT hidden AND next_alert_at <= $2
         ORDER BY next_alert_at LIMIT $3 FOR UPDATE SKIP LOCKED`,
};

const TELL: Statement = {
  name: 'task-alert-insert',
  text: `INSERT INTO task_alert (tenant_id, task_id, kind, at, told_at)
         SELECT $1, $2, kind, at, $5 FROM unnest($3::text[], $4::timestamptz[]) AS told (kind, at)
         ON CONFLICT DO NOTHING RETURNING kind, at`,
};

const SET_NEXT: Statement = {
  name: 'task-alert-set-next',
  text: 'UPDATE task SET next_alert_at = $3 WHERE tenant_id = $1 AND task_id = $2',
};

/** What is to be told of the time of tasks, and what was. */
@Injectable()
export class TaskAlertRepository {
  /** Tenants with something to tell by `now`, whoever they are; at most `limit`. */
  async findTenants(tx: SystemTx, now: Date, limit: number): Promise<Uuid[]> {
    const rows = await tx.query<{ tenantId: Uuid }>('SELECT tenants_with_task_alerts($1, $2) AS "tenantId"', [now, limit]);
    return rows.map(({ tenantId }) => tenantId);
  }

  /** Tasks to be told of by `now`, locked; those that somebody else has locked are left for another time. */
  async findDue(tx: Tx, tenantId: Uuid, now: Date, limit: number): Promise<TaskRecord[]> {
    return (await tx.query<TaskRow>(FIND_DUE, [tenantId, now, limit])).map(taskOf);
  }

  /** @returns those that were not told before */
  async tell(tx: Tx, tenantId: Uuid, taskId: Uuid, alerts: readonly TaskAlert[], now: Date): Promise<TaskAlert[]> {
    const values = [tenantId, taskId, alerts.map(({ kind }) => kind), alerts.map(({ at }) => at), now];
    const told = await tx.query<Pick<TaskAlert, 'kind' | 'at'>>(TELL, values);
    return alerts.filter((alert) => told.some(({ kind, at }) => kind === alert.kind && at.getTime() === alert.at.getTime()));
  }

  /** When the task is to be told of again; its version stays. */
  async setNext(tx: Tx, tenantId: Uuid, taskId: Uuid, at: Date | null): Promise<void> {
    await tx.execute(SET_NEXT, [tenantId, taskId, at]);
  }
}
