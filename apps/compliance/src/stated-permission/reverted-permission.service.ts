import type { Clock, IdSource } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { ConsentLedgerService } from '../consent/consent-ledger.service.js';
import { CLOCK, IDS } from '../tokens.js';
import { ImportedLineRepository } from './imported-line.repository.js';
import { endedGrantsOf, type PermissionsReverted } from './reverted-permission.rules.js';

/** Ends what imports granted that were taken back. */
@Injectable()
export class RevertedPermissionService {
  constructor(
    private readonly ledger: ConsentLedgerService,
    private readonly lines: ImportedLineRepository,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @param events may have come before: then there is nothing left to end */
  async take(tx: Tx, tenantId: string, events: readonly PermissionsReverted[]): Promise<void> {
    if (events.length === 0) return;
    const now = this.clock.now();
    const leadIds = [...new Set(events.map(({ data }) => data.leadId))];
    // Locked first: nothing is stated between what is read and what is written.
    await this.ledger.lock(tx, tenantId, leadIds);
    const ended = endedGrantsOf(events, await this.lines.find(tx, tenantId, leadIds), now, this.ids);
    if (ended.length === 0) return;
    const sequences = await this.ledger.lock(
      tx,
      tenantId,
      ended.map(({ entry }) => entry.leadId),
    );
    await this.ledger.append(
      tx,
      tenantId,
      ended.map((line, index) => ({ ...line, sequence: sequences[index] ?? 0 })),
    );
  }
}
