import { Inject, Injectable } from '@nestjs/common';
import { BUDGET_ACCOUNTS, type BudgetReconciliation } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { CLOCK } from '../../tokens.js';
import { BudgetService } from '../budget.service.js';
import { fromMinor } from '../money/minor-units.rules.js';
import { EntryRepository } from '../store/entry.repository.js';
import { LedgerCheck } from './reconcile.rules.js';

/** Entries of one answer. */
const MOST_ENTRIES = 50_000;
/** Entries in memory at a time. */
const BATCH = 2_000;
const MOST_FINDINGS = 100;

/** Finds out whether a ledger is what was written. */
@Injectable()
export class ReconciliationService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly budgets: BudgetService,
    private readonly entries: EntryRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The ledger as it stood when the budget was read; what is booked meanwhile is left for the next time.
   * @param from number of the entry at which the check before ended; 0 for the beginning
   * @throws DomainError `LEAD.BUDGET_NOT_FOUND`
   */
  reconcile(budgetId: Uuid, from: number): Promise<BudgetReconciliation> {
    const checkedAt = this.clock.now().toISOString();
    return this.database.read(async (tx) => {
      const budget = await this.budgets.find(tx, budgetId);
      const last = budget.head?.sequence ?? 0;
      const after = Math.min(from, last);
      const upTo = Math.min(last, after + MOST_ENTRIES);
      const check = await this.walk(tx, budgetId, after, upTo);
      const sums = await this.entries.sumByAccount(tx, tx.tenantId, budgetId, last);
      if (upTo === last) check.end(budget, sums);
      else check.missing(check.sequence + 1, upTo + 1);
      return {
        budgetId,
        checkedAt,
        isSound: check.findings.length === 0,
        after,
        upTo,
        nextAfter: upTo < last ? upTo : null,
        balance: fromMinor(budget.balanceMinor, budget.currency),
        currency: budget.currency,
        accounts: Object.fromEntries(BUDGET_ACCOUNTS.map((account) => [account, fromMinor(-(sums.get(account) ?? 0n), budget.currency)])),
        findings: check.findings,
        truncated: check.isTruncated,
      };
    });
  }

  private async walk(tx: Tx, budgetId: Uuid, after: number, upTo: number): Promise<LedgerCheck> {
    const footing = after > 0 ? await this.entries.findBySequence(tx, tx.tenantId, budgetId, after) : undefined;
    const check = new LedgerCheck(tx.tenantId, MOST_FINDINGS, after, footing);
    for (let reached = after; reached < upTo;) {
      const batch = await this.entries.findSpan(tx, tx.tenantId, budgetId, { after: reached, upTo, limit: BATCH });
      for (const entry of batch) check.add(entry);
      reached = batch.at(-1)?.sequence ?? upTo;
    }
    return check;
  }
}
