import { Controller } from '@nestjs/common';
import { leadCapturedV1, leadDeletedV1, leadStatusChangedV1, leadUpdatedV1 } from '@leadstream/contracts';
import { done, OnEvents, type Outcome } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import type { LifecycleEvent } from './lifecycle.js';
import { LifecycleService } from './lifecycle.service.js';

/** Group that keeps the lifecycle rollup; the funnel's freshness is this group's progress. */
export const LIFECYCLE_GROUP = 'analytics.lead-lifecycle';

@Controller()
export class LifecycleConsumer {
  constructor(private readonly lifecycles: LifecycleService) {}

  @OnEvents([leadCapturedV1, leadUpdatedV1, leadStatusChangedV1, leadDeletedV1], { group: LIFECYCLE_GROUP })
  async onLeadEvents(events: LifecycleEvent[], tx: Tx): Promise<Outcome> {
    await this.lifecycles.apply(tx, tx.tenantId, events);
    return done();
  }
}
