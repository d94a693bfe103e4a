import { Inject, Injectable } from '@nestjs/common';
import type { InputOf } from '@leadstream/http';
import type { LifecycleFunnel, readLifecycleFunnel } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import { readFreshness } from '@leadstream/messaging';
import { TenantDatabase } from '@leadstream/persistence';
import { LIFECYCLE_GROUP } from '../lifecycle/lifecycle.consumer.js';
import { CLOCK } from '../tokens.js';
import { FunnelReadModel } from './funnel.read-model.js';
import { funnelGroup, funnelGroups } from './funnel.rules.js';

/** Answers the lifecycle funnel, and how fresh it is. */
@Injectable()
export class FunnelService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly funnels: FunnelReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Freshness is read before the figures, so that they are never older than it says. */
  async read({ from, to, groupBy }: InputOf<typeof readLifecycleFunnel>['query']): Promise<LifecycleFunnel> {
    const freshness = await readFreshness(this.database, LIFECYCLE_GROUP, this.clock);
    const cells = await this.database.read((tx) => this.funnels.findCells(tx, tx.tenantId, { from, to, groupBy }));
    return { from, to, groupBy, groups: funnelGroups(cells), total: funnelGroup('all', cells), freshness };
  }
}
