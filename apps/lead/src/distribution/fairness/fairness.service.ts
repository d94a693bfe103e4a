import { Inject, Injectable } from '@nestjs/common';
import type { FairnessReport } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { CLOCK } from '../../tokens.js';
import { PoolService } from '../pools/pool.service.js';
import { FairnessReadModel } from './fairness.read-model.js';
import { judgeFairness } from './fairness.rules.js';

/** How evenly pools are served. */
@Injectable()
export class FairnessService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly pools: PoolService,
    private readonly counts: FairnessReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `LEAD.POOL_NOT_FOUND` */
  report(poolId: Uuid, stated: { readonly from: string; readonly until?: string | undefined }): Promise<FairnessReport> {
    const from = new Date(stated.from);
    const until = stated.until === undefined ? this.clock.now() : new Date(stated.until);
    return this.database.read(async (tx) => {
      const { seats } = await this.pools.demand(tx, poolId);
      const counts = await this.counts.count(tx, tx.tenantId, poolId, from, until);
      return { poolId, from: from.toISOString(), until: until.toISOString(), ...judgeFairness(seats, counts) };
    });
  }
}
