import { Injectable } from '@nestjs/common';
import type { LifecycleFunnel, readLifecycleFunnel } from '@leadstream/contracts';
import type { InputOf } from '@leadstream/http';
import { readFreshness } from '@leadstream/messaging';
import { TenantDatabase } from '@leadstream/persistence';
import { LIFECYCLE_GROUP } from '../lifecycle/lifecycle.consumer.js';
import { FunnelReadModel } from './funnel.read-model.js';
import { funnelGroup, funnelGroups } from './funnel.rules.js';

/** Answers the lifecycle funnel, and how fresh it is. */
@Injectable()
export class FunnelService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly funnels: FunnelReadModel,
  ) {}

  async read({ from, to, groupBy }: InputOf<typeof readLifecycleFunnel>['query']): Promise<LifecycleFunnel> {
    // Answered in this order, so the figures are never older than the freshness says.
    const [freshness, cells] = await this.database.read((tx) =>
      Promise.all([readFreshness(tx, LIFECYCLE_GROUP), this.funnels.findCells(tx, tx.tenantId, { from, to, groupBy })]),
    );
    return {
      from,
      to,
      groupBy,
      groups: funnelGroups(cells),
      total: funnelGroup('all', cells),
      freshness: { asOf: freshness.asOf?.toISOString() ?? null, lagSeconds: freshness.lagSeconds ?? null },
    };
  }
}
