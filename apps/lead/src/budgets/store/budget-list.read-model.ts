import { Injectable } from '@nestjs/common';
import type { Budget, BudgetChange, BudgetEntry, ListBudgetEntriesQuery } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { z } from 'zod';
import { presentBudget } from '../budget.rules.js';
import { presentEntry } from '../ledger/ledger.rules.js';
import { BUDGET_COLUMNS, budgetOf, type BudgetRow } from './budget.repository.js';
import { ENTRY_COLUMNS, entryOf, type EntryRow } from './entry.repository.js';

/** Which page of a list. */
export interface PageOf {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

const budgetPosition = z.strictObject({ before: z.uuid() });
const position = z.strictObject({ before: z.int() });

type ChangeRow = Omit<BudgetChange, 'actor' | 'recordedAt'> & { actorKind: string; actorId: string; recordedAt: Date };

/** Budgets, their changes and their entries, page by page, latest first. */
@Injectable()
export class BudgetListReadModel {
  async findBudgets(tx: Tx, tenantId: Uuid, { limit, cursor }: PageOf): Promise<Page<Budget>> {
    const before = cursor === undefined ? null : decodeCursor(budgetPosition, cursor).before;
    const rows = await tx.query<BudgetRow>(
      `SELECT ${BUDGET_COLUMNS} FROM budget WHERE tenant_id = $1 AND ($2::uuid IS NULL OR budget_id < $2) ORDER BY budget_id DESC LIMIT $3`,
      [tenantId, before, limit + 1],
    );
    return pageOf(
      rows,
      limit,
      (row) => presentBudget(budgetOf(row)),
      (row) => row.budgetId,
    );
  }

  async findChanges(tx: Tx, tenantId: Uuid, budgetId: Uuid, { limit, cursor }: PageOf): Promise<Page<BudgetChange>> {
    const before = cursor === undefined ? null : decodeCursor(position, cursor).before;
    const rows = await tx.query<ChangeRow>(
      `SELECT version, changes, actor_kind AS "actorKind", actor_id AS "actorId", request_id AS "requestId", recorded_at AS "recordedAt"
         FROM budget_audit WHERE tenant_id = $1 AND budget_id = $2 AND ($3::integer IS NULL OR version < $3) ORDER BY version DESC LIMIT $4`,
      [tenantId, budgetId, before, limit + 1],
    );
    return pageOf(rows, limit, presentChange, (row) => row.version);
  }

  /** The order of time is that of the ledger, so the indexes on time serve both. */
  async findEntries(tx: Tx, tenantId: Uuid, budgetId: Uuid, query: ListBudgetEntriesQuery): Promise<Page<BudgetEntry>> {
    const { limit, cursor, kind, 'recordedAt.gte': from, 'recordedAt.lt': to } = query;
    const before = cursor === undefined ? undefined : decodeCursor(position, cursor).before;
    const values: unknown[] = [tenantId, budgetId, limit + 1];
    const narrowed = [
      ['kind =', kind],
      ['recorded_at >=', from],
      ['recorded_at <', to],
      ['sequence <', before],
    ].flatMap(([condition, value]) => (value === undefined ? [] : [`AND ${condition} $${values.push(value)}`]));
    const rows = await tx.query<EntryRow>(
      `SELECT ${ENTRY_COLUMNS} FROM budget_entry WHERE tenant_id = $1 AND budget_id = $2 ${narrowed.join(' ')}
        ORDER BY recorded_at DESC, sequence DESC LIMIT $3`,
      values,
    );
    return pageOf(
      rows,
      limit,
      (row) => presentEntry(entryOf(row)),
      (row) => row.sequence,
    );
  }
}

function pageOf<R, T>(rows: readonly R[], limit: number, present: (row: R) => T, keyOf: (row: R) => string | number): Page<T> {
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return { items: page.map(present), nextCursor: last === undefined ? null : encodeCursor({ before: keyOf(last) }) };
}

function presentChange({ actorKind, actorId, recordedAt, ...change }: ChangeRow): BudgetChange {
  return { ...change, actor: { kind: actorKind, id: actorId }, recordedAt: recordedAt.toISOString() };
}
