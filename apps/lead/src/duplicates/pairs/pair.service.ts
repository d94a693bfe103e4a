import { Inject, Injectable } from '@nestjs/common';
import type { DuplicatePair, ListDuplicatesQuery } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { CLOCK } from '../../tokens.js';
import { duplicateErrors } from '../duplicate.errors.js';
import { PairReadModel } from './pair.read-model.js';
import { PairRepository } from './pair.repository.js';
import { presentPair } from './present-pair.rules.js';

/** What people do with the pairs that runs have found. */
@Injectable()
export class PairService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly pairs: PairRepository,
    private readonly pages: PairReadModel,
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
      return presentPair(await this.pairs.updateToDismissed(tx, tx.tenantId, pairId, reason, this.clock.now()));
    });
  }
}
