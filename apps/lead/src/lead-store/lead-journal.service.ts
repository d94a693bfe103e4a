import { Injectable } from '@nestjs/common';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { LeadJournalRepository } from './lead-journal.repository.js';
import type { LeadStep } from '../lead/lead-step.js';
import { leadChanges } from '../metrics.js';

/** Writes what goes with every change of a lead, in its transaction: audit, status history, events. */
@Injectable()
export class LeadJournalService {
  constructor(
    private readonly journal: LeadJournalRepository,
    private readonly outbox: Outbox,
  ) {}

  async record(tx: Tx, steps: readonly LeadStep[]): Promise<void> {
    await Promise.all([
      this.journal.createAudit(tx, tx.tenantId, steps),
      this.journal.createHistory(tx, tx.tenantId, steps),
      this.outbox.addAll(
        tx,
        steps.map(({ event }) => event),
      ),
    ]);
    for (const { action, importId } of steps) leadChanges.add(1, { action, way: importId === null ? 'api' : 'import' });
  }
}
