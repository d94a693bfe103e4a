import { Injectable } from '@nestjs/common';
import { analyticsLeadLifecycle, type LifecycleFunnel, type readLifecycleFunnel } from '@leadstream/contracts';
import type { InputOf } from '@leadstream/http';
import { readFreshness } from '@leadstream/messaging';
import { TenantDatabase } from '@leadstream/persistence';
import { FunnelReadModel } from './funnel.read-model.js';
import { StatusOrderService } from '../statuses/status-order.service.js';
import { funnelGroup, funnelGroups, funnelStages } from './funnel.rules.js';

/** Answers the lifecycle funnel, and how fresh it is. */
@Injectable()
export class FunnelService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly funnels: FunnelReadModel,
    private readonly statuses: StatusOrderService,
  ) {}

  async read({ from, to, groupBy }: InputOf<typeof readLifecycleFunnel>['query']): Promise<LifecycleFunnel> {
    // Answered in this order, so the figures are never older than the freshness says.
    const [freshness, cells, statuses] = await this.database.read((tx) =>
      Promise.all([
        readFreshness(tx, analyticsLeadLifecycle.name),
        this.funnels.findCells(tx, tx.tenantId, { from, to, groupBy }),
        this.statuses.find(tx),
      ]),
    );
    const stages = funnelStages(cells, statuses);
    return {
      from,
      to,
      groupBy,
      groups: funnelGroups(cells, stages),
      total: funnelGroup('all', cells, stages),
      freshness: { asOf: freshness.asOf?.toISOString() ?? null, lagSeconds: freshness.lagSeconds ?? null },
    };
  }
}
