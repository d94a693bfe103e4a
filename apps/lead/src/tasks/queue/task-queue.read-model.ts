import { Injectable } from '@nestjs/common';
import type { QueuedTask, TaskQueue } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import { type PlacedTask, placedTaskOf, STANDS_WITH, TASK_COLUMNS, type TaskRow } from '../store/task-row.js';

/** Where a task stands in a queue: by place, priority, due and id. */
export interface QueuePosition {
  readonly place: number;
  readonly priority: number;
  readonly dueAt: string;
  readonly id: string;
}

/** Which part of whose queue; what is due before `begin` is overdue, what is due from `end` on comes later. */
export interface QueueSlice {
  readonly memberId: Uuid;
  readonly begin: Date;
  readonly end: Date;
  readonly after: QueuePosition | undefined;
  readonly limit: number;
}

export interface PlacedInQueue extends PlacedTask {
  readonly position: QueuePosition;
}

export const PLACES: readonly QueuedTask['place'][] = ['overdue', 'today', 'later'];

const OPEN = 'tenant_id = $1 AND assignee_id = $2 AND closed_at IS NULL AND deleted_at IS NULL AND NOT hidden';
const PLACE = 'CASE WHEN due_at < $3 THEN 0 WHEN due_at < $4 THEN 1 ELSE 2 END';
const PRIORITY = `CASE priority WHEN 'high' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END`;

const FIND_PAGE: Statement = {
  name: 'task-queue-page',
  text: `SELECT * FROM (SELECT ${TASK_COLUMNS}, ${STANDS_WITH}, ${PLACE} AS place, ${PRIORITY} AS rank FROM task WHERE ${OPEN}) AS queue
         WHERE $5::integer IS NULL OR (place, rank, "dueAt", "taskId") > ($5, $6::integer, $7::timestamptz, $8::uuid)
         ORDER BY place, rank, "dueAt", "taskId" LIMIT $9`,
};

const COUNT: Statement = {
  name: 'task-queue-count',
  text: `SELECT count(*) FILTER (WHERE due_at < $3)::integer AS overdue, count(*) FILTER (WHERE due_at >= $3 AND due_at < $4)::integer AS today,
                count(*) FILTER (WHERE due_at >= $4)::integer AS later
         FROM task WHERE ${OPEN}`,
};

type QueueRow = TaskRow & { readonly standsWith: Uuid; readonly place: number; readonly rank: number };

/** Open tasks of one member, in the order in which they are to be done. */
@Injectable()
export class TaskQueueReadModel {
  async findPage(tx: Tx, tenantId: Uuid, { memberId, begin, end, after, limit }: QueueSlice): Promise<PlacedInQueue[]> {
    const position = [after?.place ?? null, after?.priority ?? null, after?.dueAt ?? null, after?.id ?? null];
    const rows = await tx.query<QueueRow>(FIND_PAGE, [tenantId, memberId, begin, end, ...position, limit]);
    return rows.map(({ place, rank, ...row }) => {
      return { ...placedTaskOf(row), position: { place, priority: rank, dueAt: row.dueAt.toISOString(), id: row.taskId } };
    });
  }

  async count(
    tx: Tx,
    tenantId: Uuid,
    { memberId, begin, end }: Pick<QueueSlice, 'memberId' | 'begin' | 'end'>,
  ): Promise<TaskQueue['counts']> {
    const counts = await tx.queryOne<TaskQueue['counts']>(COUNT, [tenantId, memberId, begin, end]);
    return counts ?? { overdue: 0, today: 0, later: 0 };
  }
}
