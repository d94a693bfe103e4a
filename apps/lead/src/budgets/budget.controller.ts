import { Controller } from '@nestjs/common';
import {
  createBudget,
  listBudgetChanges,
  listBudgets,
  patchBudget,
  readBudget,
  readBudgetBalance,
  reconcileBudget,
} from '@leadstream/contracts';
import { created, Input, type InputOf, reply, Route } from '@leadstream/http';
import { BudgetService } from './budget.service.js';
import { ReconciliationService } from './reconciliation/reconciliation.service.js';

@Controller()
export class BudgetController {
  constructor(
    private readonly budgets: BudgetService,
    private readonly reconciliations: ReconciliationService,
  ) {}

  @Route(createBudget)
  async create(@Input() { body }: InputOf<typeof createBudget>) {
    const budget = await this.budgets.create(body);
    return created(`/v1/budgets/${budget.id}`, budget.version, budget);
  }

  @Route(readBudget)
  async read(@Input() { params }: InputOf<typeof readBudget>) {
    const budget = await this.budgets.read(params.id);
    return reply(budget, { version: budget.version });
  }

  @Route(listBudgets)
  list(@Input() { query }: InputOf<typeof listBudgets>) {
    return this.budgets.list(query);
  }

  @Route(patchBudget)
  async patch(@Input() { params, body, ifMatch }: InputOf<typeof patchBudget>) {
    const budget = await this.budgets.patch(params.id, ifMatch, body);
    return reply(budget, { version: budget.version });
  }

  @Route(listBudgetChanges)
  history(@Input() { params, query }: InputOf<typeof listBudgetChanges>) {
    return this.budgets.history(params.id, query);
  }

  @Route(readBudgetBalance)
  balance(@Input() { params, query }: InputOf<typeof readBudgetBalance>) {
    return this.budgets.balance(params.id, query.asOf);
  }

  @Route(reconcileBudget)
  reconcile(@Input() { params, query }: InputOf<typeof reconcileBudget>) {
    return this.reconciliations.reconcile(params.id, query.after);
  }
}
