import { Injectable } from '@nestjs/common';
import type { RequestContext, Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { FieldChange } from '../../lead/lead.js';
import type { BudgetRecord, LedgerEntry } from '../budget.js';

/** Columns of a budget as {@link budgetOf} reads them. */
export const BUDGET_COLUMNS = `budget_id AS "budgetId", version, name, currency, status, overdraft_minor AS "overdraftMinor",
  balance_minor AS "balanceMinor", last_sequence AS "lastSequence", last_hash AS "lastHash", last_recorded_at AS "lastRecordedAt",
  created_at AS "createdAt", updated_at AS "updatedAt"`;

const FIND: Statement = { name: 'budget-find', text: `SELECT ${BUDGET_COLUMNS} FROM budget WHERE tenant_id = $1 AND budget_id = $2` };
const FIND_FOR_UPDATE: Statement = { name: 'budget-find-for-update', text: `${FIND.text} FOR NO KEY UPDATE` };

const INSERT: Statement = {
  name: 'budget-insert',
  text: `INSERT INTO budget (tenant_id, budget_id, version, name, currency, status, overdraft_minor, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
};

const UPDATE_TERMS: Statement = {
  name: 'budget-update-terms',
  text: `UPDATE budget SET version = $3, name = $4, status = $5, overdraft_minor = $6, updated_at = $7
          WHERE tenant_id = $1 AND budget_id = $2`,
};

const UPDATE_HEAD: Statement = {
  name: 'budget-update-head',
  text: `UPDATE budget SET balance_minor = $3, last_sequence = $4, last_hash = $5, last_recorded_at = $6
          WHERE tenant_id = $1 AND budget_id = $2`,
};

const INSERT_AUDIT: Statement = {
  name: 'budget-audit-insert',
  text: `INSERT INTO budget_audit (tenant_id, budget_id, version, changes, actor_kind, actor_id, request_id, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
};

export interface BudgetRow extends Omit<BudgetRecord, 'overdraftMinor' | 'balanceMinor' | 'head'> {
  readonly overdraftMinor: string;
  readonly balanceMinor: string;
  readonly lastSequence: number | null;
  readonly lastHash: Uint8Array | null;
  readonly lastRecordedAt: Date | null;
}

export function budgetOf({ overdraftMinor, balanceMinor, lastSequence, lastHash, lastRecordedAt, ...row }: BudgetRow): BudgetRecord {
  const head =
    lastSequence !== null && lastHash !== null && lastRecordedAt !== null
      ? { sequence: lastSequence, hash: lastHash, recordedAt: lastRecordedAt }
      : undefined;
  return { ...row, overdraftMinor: BigInt(overdraftMinor), balanceMinor: BigInt(balanceMinor), head };
}

/** Budgets as rows. */
@Injectable()
export class BudgetRepository {
  async findById(tx: Tx, tenantId: Uuid, budgetId: Uuid): Promise<BudgetRecord | undefined> {
    const row = await tx.queryOne<BudgetRow>(FIND, [tenantId, budgetId]);
    return row && budgetOf(row);
  }

  /** Locked until the transaction ends: whoever holds it is the only one to add an entry. */
  async findForUpdate(tx: Tx, tenantId: Uuid, budgetId: Uuid): Promise<BudgetRecord | undefined> {
    const row = await tx.queryOne<BudgetRow>(FIND_FOR_UPDATE, [tenantId, budgetId]);
    return row && budgetOf(row);
  }

  async create(tx: Tx, tenantId: Uuid, budget: BudgetRecord): Promise<void> {
    const { budgetId, version, name, currency, status, overdraftMinor, createdAt, updatedAt } = budget;
    await tx.execute(INSERT, [tenantId, budgetId, version, name, currency, status, overdraftMinor, createdAt, updatedAt]);
  }

  async updateTerms(tx: Tx, tenantId: Uuid, budget: BudgetRecord): Promise<void> {
    const { budgetId, version, name, status, overdraftMinor, updatedAt } = budget;
    await tx.execute(UPDATE_TERMS, [tenantId, budgetId, version, name, status, overdraftMinor, updatedAt]);
  }

  /** @param entry the last one of the ledger from now on; it is there already */
  async updateHead(tx: Tx, tenantId: Uuid, entry: LedgerEntry): Promise<void> {
    const { budgetId, balanceAfterMinor, sequence, hash, recordedAt } = entry;
    await tx.execute(UPDATE_HEAD, [tenantId, budgetId, balanceAfterMinor, sequence, hash, recordedAt]);
  }

  async createAudit(tx: Tx, tenantId: Uuid, budget: BudgetRecord, changes: readonly FieldChange[], by: RequestContext): Promise<void> {
    const { budgetId, version, updatedAt } = budget;
    const values = [budgetId, version, JSON.stringify(changes), by.actor.kind, by.actor.id, by.requestId, updatedAt];
    await tx.execute(INSERT_AUDIT, [tenantId, ...values]);
  }
}
