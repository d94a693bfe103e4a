import { Injectable } from '@nestjs/common';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { AuditRepository } from '../../audit-store/audit.repository.js';
import type { DealStep } from '../deal.js';
import { DealRepository } from './deal.repository.js';

/** Writes what goes with every version of a deal, in its transaction: stage history, audit, event. */
@Injectable()
export class DealJournalService {
  constructor(
    private readonly deals: DealRepository,
    private readonly audits: AuditRepository,
    private readonly outbox: Outbox,
  ) {}

  /** @param steps of deals whose rows are written already */
  async record(tx: Tx, steps: readonly DealStep[]): Promise<void> {
    const versions = steps.map(({ deal: { dealId, version, updatedAt }, action, changes }) => {
      return { id: dealId, version, action, changes, recordedAt: updatedAt };
    });
    await this.deals.createHistory(tx, tx.tenantId, steps);
    await this.audits.create(tx, tx.tenantId, 'deal', versions);
    await this.outbox.addAll(
      tx,
      steps.map(({ event }) => event),
    );
  }
}
