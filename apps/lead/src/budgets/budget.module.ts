import { Module } from '@nestjs/common';
import { BudgetController } from './budget.controller.js';
import { BudgetService } from './budget.service.js';
import { LedgerController } from './ledger/ledger.controller.js';
import { LedgerService } from './ledger/ledger.service.js';
import { ReconciliationService } from './reconciliation/reconciliation.service.js';
import { BudgetListReadModel } from './store/budget-list.read-model.js';
import { BudgetRepository } from './store/budget.repository.js';
import { EntryRepository } from './store/entry.repository.js';

@Module({
  controllers: [BudgetController, LedgerController],
  providers: [BudgetService, LedgerService, ReconciliationService, BudgetRepository, EntryRepository, BudgetListReadModel],
})
export class BudgetModule {}
