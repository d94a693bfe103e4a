import { Injectable } from '@nestjs/common';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { OwnerJournalService } from '../assignment-store/owner-journal.service.js';
import { LeadJournalRepository } from './lead-journal.repository.js';
import type { LeadStep } from '../lead/lead-step.js';
import { HeldSettingsService } from '../settings/store/held-settings.service.js';
import { leadChanges } from '../metrics.js';

/** Writes what goes with every change of a lead, in its transaction: audit, status history, owners, events. */
@Injectable()
export class LeadJournalService {
  constructor(
    private readonly journal: LeadJournalRepository,
    private readonly owners: OwnerJournalService,
    private readonly settings: HeldSettingsService,
    private readonly outbox: Outbox,
  ) {}

  async record(tx: Tx, steps: readonly LeadStep[]): Promise<void> {
    // Held by whoever writes: nothing is asked for it.
    const vocabulary = await this.settings.find(tx);
    const audit = this.journal.createAudit(tx, tx.tenantId, steps);
    const history = this.journal.createHistory(tx, tx.tenantId, steps);
    const owners = this.owners.record(tx, steps, vocabulary);
    const events = [...steps.map(({ event }) => event), ...owners.events];
    await Promise.all([audit, history, owners.written, this.outbox.addAll(tx, events)]);
    for (const { action, importId } of steps) leadChanges.add(1, { action, way: importId === null ? 'api' : 'import' });
  }
}
