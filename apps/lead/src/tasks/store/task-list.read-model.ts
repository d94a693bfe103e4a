import { Injectable } from '@nestjs/common';
import type { ListTasksQuery } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { z } from 'zod';
import { type PlacedTask, placedTaskOf, STANDS_WITH, TASK_COLUMNS, type TaskRow } from './task-row.js';

export interface TaskRecordPage {
  readonly items: readonly PlacedTask[];
  readonly nextCursor: string | null;
}

const ORDERS = {
  dueAt: { column: 'due_at', direction: 'ASC', beyond: '>' },
  '-dueAt': { column: 'due_at', direction: 'DESC', beyond: '<' },
  createdAt: { column: 'created_at', direction: 'ASC', beyond: '>' },
  '-createdAt': { column: 'created_at', direction: 'DESC', beyond: '<' },
} as const;

const FILTERS = {
  assigneeId: 'assignee_id =',
  state: 'state =',
  type: 'type =',
  priority: 'priority =',
  'dueAt.gte': 'due_at >=',
  'dueAt.lt': 'due_at <',
} as const;

/** Tasks page by page; those of deleted leads are left out. */
@Injectable()
export class TaskListReadModel {
  /** @param leadIds a lead and all that went into it; undefined = of every lead */
  async findPage(tx: Tx, tenantId: Uuid, query: ListTasksQuery, leadIds: readonly Uuid[] | undefined): Promise<TaskRecordPage> {
    const { column, direction, beyond } = ORDERS[query.sort];
    const values: unknown[] = [tenantId];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const conditions = ['tenant_id = $1', 'NOT hidden', query.deleted === 'true' ? 'deleted_at IS NOT NULL' : 'deleted_at IS NULL'];
    for (const [name, condition] of Object.entries(FILTERS) as [keyof typeof FILTERS, string][])
      if (query[name] !== undefined) conditions.push(`${condition} ${bind(query[name])}`);
    if (leadIds) conditions.push(`lead_id = ANY (${bind(leadIds)}::uuid[])`);
    if (query.cursor !== undefined) {
      const { at, id } = decodeCursor(positionIn(query.sort), query.cursor);
      conditions.push(`(${column}, task_id) ${beyond} (${bind(at)}, ${bind(id)})`);
    }
    const rows = await tx.query<TaskRow & { standsWith: Uuid }>(
      `SELECT ${TASK_COLUMNS}, ${STANDS_WITH} FROM task WHERE ${conditions.join(' AND ')}
       ORDER BY ${column} ${direction}, task_id ${direction} LIMIT ${bind(query.limit + 1)}`,
      values,
    );
    const items = rows.slice(0, query.limit).map(placedTaskOf);
    const last = rows.length > query.limit ? items.at(-1)?.task : undefined;
    if (!last) return { items, nextCursor: null };
    const at = query.sort.endsWith('dueAt') ? last.dueAt : last.createdAt;
    return { items, nextCursor: encodeCursor({ sort: query.sort, at: at.toISOString(), id: last.taskId }) };
  }
}

/** A cursor belongs to the order it was made in. */
function positionIn(sort: ListTasksQuery['sort']) {
  return z.strictObject({ sort: z.literal(sort), at: z.iso.datetime(), id: z.uuid() });
}
