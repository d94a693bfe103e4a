import { Inject, Injectable } from '@nestjs/common';
import {
  type BudgetEntry,
  budgetEntryRecordedV1,
  type CreateBudgetEntry,
  type ListBudgetEntriesQuery,
  type ReverseBudgetEntry,
} from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { currentCaller } from '../../current-tenant.js';
import { CLOCK } from '../../tokens.js';
import { budgetErrors } from '../budget.errors.js';
import type { Booking, BudgetRecord, LedgerEntry } from '../budget.js';
import { BudgetListReadModel, type Page } from '../store/budget-list.read-model.js';
import { BudgetRepository } from '../store/budget.repository.js';
import { EntryRepository } from '../store/entry.repository.js';
import { acceptBooking, acceptReversal, isSameBooking, nextEntry, presentEntry } from './ledger.rules.js';

/** Books to budgets. Whoever books holds the budget's row, so that each entry rests on the one before it. */
@Injectable()
export class LedgerService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly budgets: BudgetRepository,
    private readonly entries: EntryRepository,
    private readonly lists: BudgetListReadModel,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * @returns the entry; the first one when its reference was booked already
   * @throws DomainError `LEAD.BUDGET_NOT_FOUND`, `LEAD.BUDGET_CURRENCY`, `LEAD.BUDGET_ENTRY_INVALID`, `LEAD.BUDGET_CLOSED`,
   * `LEAD.BUDGET_OVERDRAWN`, `LEAD.BUDGET_OVERFLOW`, `LEAD.BUDGET_REFERENCE_TAKEN`
   */
  book(budgetId: Uuid, stated: CreateBudgetEntry): Promise<BudgetEntry> {
    return this.database.write(async (tx) => {
      const budget = await this.lock(tx, budgetId);
      return presentEntry(await this.add(tx, budget, acceptBooking(stated, budget.currency)));
    });
  }

  /** @throws DomainError as `book`, `LEAD.BUDGET_ENTRY_NOT_FOUND`, `LEAD.BUDGET_ENTRY_REVERSED`, `LEAD.BUDGET_REVERSAL_FINAL` */
  reverse(budgetId: Uuid, sequence: number, labels: ReverseBudgetEntry): Promise<BudgetEntry> {
    return this.database.write(async (tx) => {
      const budget = await this.lock(tx, budgetId);
      const [entry, reversal] = await Promise.all([
        this.entries.findBySequence(tx, tx.tenantId, budgetId, sequence),
        this.entries.findReversal(tx, tx.tenantId, budgetId, sequence),
      ]);
      if (!entry) throw budgetErrors.BUDGET_ENTRY_NOT_FOUND();
      const booking = acceptReversal(entry, labels);
      const isRepeated = booking.reference !== null && reversal?.reference === booking.reference;
      if (reversal && !isRepeated) throw budgetErrors.BUDGET_ENTRY_REVERSED({ extra: { reversedBy: reversal.sequence } });
      return presentEntry(await this.add(tx, budget, booking));
    });
  }

  /** @throws DomainError `LEAD.BUDGET_NOT_FOUND`, `LEAD.BUDGET_ENTRY_NOT_FOUND` */
  read(budgetId: Uuid, sequence: number): Promise<BudgetEntry> {
    return this.database.read(async (tx) => {
      const entry = await this.entries.findBySequence(tx, tx.tenantId, budgetId, sequence);
      if (entry) return presentEntry(entry);
      throw (await this.budgets.findById(tx, tx.tenantId, budgetId))
        ? budgetErrors.BUDGET_ENTRY_NOT_FOUND()
        : budgetErrors.BUDGET_NOT_FOUND();
    });
  }

  /** @throws DomainError `LEAD.BUDGET_NOT_FOUND` */
  list(budgetId: Uuid, query: ListBudgetEntriesQuery): Promise<Page<BudgetEntry>> {
    return this.database.read(async (tx) => {
      if (!(await this.budgets.findById(tx, tx.tenantId, budgetId))) throw budgetErrors.BUDGET_NOT_FOUND();
      return this.lists.findEntries(tx, tx.tenantId, budgetId, query);
    });
  }

  private async lock(tx: Tx, budgetId: Uuid): Promise<BudgetRecord> {
    const budget = await this.budgets.findForUpdate(tx, tx.tenantId, budgetId);
    if (!budget) throw budgetErrors.BUDGET_NOT_FOUND();
    return budget;
  }

  private async add(tx: Tx, budget: BudgetRecord, booking: Booking): Promise<LedgerEntry> {
    const { budgetId } = budget;
    if (booking.reference !== null) {
      const booked = await this.entries.findByReference(tx, tx.tenantId, budgetId, booking.reference);
      if (booked && isSameBooking(booked, booking)) return booked;
      if (booked) throw budgetErrors.BUDGET_REFERENCE_TAKEN({ extra: { sequence: booked.sequence } });
    }
    const { actor, requestId } = currentCaller();
    const entry = nextEntry(budget, booking, { tenantId: tx.tenantId, actor, requestId, now: this.clock.now() });
    // In this order, in one write to the server: the head may only point to an entry that is there.
    await Promise.all([this.entries.create(tx, tx.tenantId, entry), this.budgets.updateHead(tx, tx.tenantId, entry), this.tell(tx, entry)]);
    return entry;
  }

  private async tell(tx: Tx, entry: LedgerEntry): Promise<void> {
    const { budgetId, sequence, kind, change, balanceBefore, balanceAfter, reference, reverses, recordedAt, hash } = presentEntry(entry);
    const data = { budgetId, sequence, kind, change, balanceBefore, balanceAfter, reference, reverses, recordedAt, hash };
    await this.outbox.add(tx, budgetEntryRecordedV1, { data, sequence, time: entry.recordedAt });
  }
}
