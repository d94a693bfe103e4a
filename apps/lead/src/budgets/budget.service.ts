import { Inject, Injectable } from '@nestjs/common';
import {
  type Budget,
  type BudgetBalance,
  type BudgetChange,
  budgetChangedV1,
  type CreateBudget,
  type PatchBudget,
} from '@leadstream/contracts';
import type { Clock, IdSource, Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { currentCaller } from '../current-tenant.js';
import { CLOCK, IDS } from '../tokens.js';
import { budgetErrors } from './budget.errors.js';
import type { BudgetRecord } from './budget.js';
import { acceptBudget, acceptTerms, changesOf, presentBudget } from './budget.rules.js';
import { fromMinor } from './money/minor-units.rules.js';
import { BudgetListReadModel, type Page, type PageOf } from './store/budget-list.read-model.js';
import { BudgetRepository } from './store/budget.repository.js';
import { EntryRepository } from './store/entry.repository.js';

/** Budgets, apart from what is booked to them. */
@Injectable()
export class BudgetService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly budgets: BudgetRepository,
    private readonly entries: EntryRepository,
    private readonly lists: BudgetListReadModel,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @throws DomainError `LEAD.BUDGET_INVALID` */
  create(stated: CreateBudget): Promise<Budget> {
    const now = this.clock.now();
    const born = { budgetId: this.ids.next(), version: 1, balanceMinor: 0n, head: undefined, createdAt: now, updatedAt: now };
    const budget: BudgetRecord = { ...acceptBudget(stated), ...born };
    return this.database.write(async (tx) => {
      await this.budgets.create(tx, tx.tenantId, budget);
      await this.record(tx, undefined, budget);
      return presentBudget(budget);
    });
  }

  /** @throws DomainError `LEAD.BUDGET_NOT_FOUND` */
  read(budgetId: Uuid): Promise<Budget> {
    return this.database.read(async (tx) => presentBudget(await this.find(tx, budgetId)));
  }

  list(page: PageOf): Promise<Page<Budget>> {
    return this.database.read((tx) => this.lists.findBudgets(tx, tx.tenantId, page));
  }

  /** @throws DomainError `LEAD.BUDGET_NOT_FOUND` */
  history(budgetId: Uuid, page: PageOf): Promise<Page<BudgetChange>> {
    return this.database.read(async (tx) => {
      await this.find(tx, budgetId);
      return this.lists.findChanges(tx, tx.tenantId, budgetId, page);
    });
  }

  /** @throws DomainError `LEAD.BUDGET_NOT_FOUND` */
  balance(budgetId: Uuid, asOf: string | undefined): Promise<BudgetBalance> {
    const at = asOf === undefined ? this.clock.now() : new Date(asOf);
    return this.database.read(async (tx) => {
      const { currency } = await this.find(tx, budgetId);
      const { sequence, balanceMinor } = (await this.entries.findBalanceAt(tx, tx.tenantId, budgetId, at)) ?? {
        sequence: 0,
        balanceMinor: 0n,
      };
      return { asOf: at.toISOString(), balance: fromMinor(balanceMinor, currency), currency, sequence };
    });
  }

  /** @throws DomainError `LEAD.BUDGET_NOT_FOUND`, `LEAD.BUDGET_STALE`, `LEAD.BUDGET_INVALID`, `LEAD.BUDGET_OVERDRAWN` */
  patch(budgetId: Uuid, version: number, stated: PatchBudget): Promise<Budget> {
    return this.database.write(async (tx) => {
      const before = await this.budgets.findForUpdate(tx, tx.tenantId, budgetId);
      if (!before) throw budgetErrors.BUDGET_NOT_FOUND();
      if (before.version !== version) throw budgetErrors.BUDGET_STALE({ extra: { currentVersion: before.version } });
      const after = { ...before, ...acceptTerms(before, stated), version: version + 1, updatedAt: this.clock.now() };
      if (changesOf(before, after).length === 0) return presentBudget(before);
      await this.budgets.updateTerms(tx, tx.tenantId, after);
      await this.record(tx, before, after);
      return presentBudget(after);
    });
  }

  /** @throws DomainError `LEAD.BUDGET_NOT_FOUND` */
  async find(tx: Tx, budgetId: Uuid): Promise<BudgetRecord> {
    const budget = await this.budgets.findById(tx, tx.tenantId, budgetId);
    if (!budget) throw budgetErrors.BUDGET_NOT_FOUND();
    return budget;
  }

  private async record(tx: Tx, before: BudgetRecord | undefined, after: BudgetRecord): Promise<void> {
    await this.budgets.createAudit(tx, tx.tenantId, after, changesOf(before, after), currentCaller());
    const { budgetId, name, currency, status, overdraftMinor, version, updatedAt } = after;
    const terms = { name, currency, status, overdraftLimit: fromMinor(overdraftMinor, currency) };
    const data = { budgetId, ...terms, changedAt: updatedAt.toISOString() };
    await this.outbox.add(tx, budgetChangedV1, { data, sequence: version, time: updatedAt });
  }
}
