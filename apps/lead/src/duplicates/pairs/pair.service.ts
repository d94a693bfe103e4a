import { Inject, Injectable } from '@nestjs/common';
import { duplicateDismissedV1, type DuplicatePair, type ListDuplicatesQuery } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase } from '@leadstream/persistence';
import { CLOCK } from '../../tokens.js';
import { duplicateErrors } from '../duplicate.errors.js';
import { PairReadModel } from './pair.read-model.js';
import { PairRepository } from './pair.repository.js';
import { presentPair, toldDismissal } from './present-pair.rules.js';

/** What people do with the pairs that runs have found; dismissals are told, merges as what they are. */
@Injectable()
export class PairService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly pairs: PairRepository,
    private readonly pages: PairReadModel,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(query: ListDuplicatesQuery): Promise<{ items: DuplicatePair[]; nextCursor: string | null }> {
    const { pairs, nextCursor } = await this.database.read((tx) => this.pages.findPage(tx, tx.tenantId, query));
    return { items: pairs.map(presentPair), nextCursor };
  }

  /** @throws DomainError `LEAD.DUPLICATE_NOT_FOUND`, `LEAD.DUPLICATE_STATE` with `currentState` */
  dismiss(pairId: Uuid, reason: string): Promise<DuplicatePair> {
    return this.database.write(async (tx) => {
      const pair = await this.pairs.findForUpdate(tx, tx.tenantId, pairId);
      if (!pair) throw duplicateErrors.DUPLICATE_NOT_FOUND();
      if (pair.state !== 'open') throw duplicateErrors.DUPLICATE_STATE({ extra: { currentState: pair.state } });
      const dismissed = await this.pairs.updateToDismissed(tx, tx.tenantId, pairId, reason, this.clock.now());
      const event = { data: toldDismissal(dismissed), sequence: dismissed.dismissals, time: dismissed.stateChangedAt };
      await this.outbox.add(tx, duplicateDismissedV1, event);
      return presentPair(dismissed);
    });
  }
}
