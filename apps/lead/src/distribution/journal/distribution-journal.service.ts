import { Injectable } from '@nestjs/common';
import { distributionChangedV1 } from '@leadstream/contracts';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import type { DistributionChange } from './distribution-change.js';
import { DistributionChangeRepository } from './distribution-change.repository.js';

/** What goes with every change of profiles, pools and rules: audit, event, and another look at who waits. */
@Injectable()
export class DistributionJournalService {
  constructor(
    private readonly changes: DistributionChangeRepository,
    private readonly outbox: Outbox,
  ) {}

  /** Until the transaction ends, nothing is distributed and nobody else changes by what. */
  hold(tx: Tx): Promise<void> {
    return this.changes.hold(tx, tx.tenantId);
  }

  async record(tx: Tx, change: DistributionChange): Promise<void> {
    const { subject, subjectId, action, version, at } = change;
    const data = { subject, subjectId, action, version, changedAt: at.toISOString() };
    await Promise.all([
      this.changes.create(tx, tx.tenantId, change),
      this.changes.lookAgain(tx, tx.tenantId, change),
      this.outbox.add(tx, distributionChangedV1, { data, sequence: version, time: at }),
    ]);
  }
}
