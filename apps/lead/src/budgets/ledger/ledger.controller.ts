import { Controller } from '@nestjs/common';
import { createBudgetEntry, listBudgetEntries, readBudgetEntry, reverseBudgetEntry } from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import { LedgerService } from './ledger.service.js';

@Controller()
export class LedgerController {
  constructor(private readonly ledgers: LedgerService) {}

  @Route(createBudgetEntry)
  async book(@Input() { params, body }: InputOf<typeof createBudgetEntry>) {
    const entry = await this.ledgers.book(params.id, body);
    return reply(entry, { location: `/v1/budgets/${params.id}/entries/${entry.sequence}` });
  }

  @Route(reverseBudgetEntry)
  async reverse(@Input() { params, body }: InputOf<typeof reverseBudgetEntry>) {
    const entry = await this.ledgers.reverse(params.id, params.sequence, body);
    return reply(entry, { location: `/v1/budgets/${params.id}/entries/${entry.sequence}` });
  }

  @Route(readBudgetEntry)
  read(@Input() { params }: InputOf<typeof readBudgetEntry>) {
    return this.ledgers.read(params.id, params.sequence);
  }

  @Route(listBudgetEntries)
  list(@Input() { params, query }: InputOf<typeof listBudgetEntries>) {
    return this.ledgers.list(params.id, query);
  }
}
