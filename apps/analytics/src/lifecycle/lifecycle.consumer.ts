import { Controller } from '@nestjs/common';
import {
  analyticsLeadLifecycle,
  leadCapturedV1,
  leadDeletedV1,
  leadMergedV1,
  leadRestoredV1,
  leadStatusChangedV1,
  leadUnmergedV1,
  leadUpdatedV1,
} from '@leadstream/contracts';
import { done, OnEvents, type Outcome } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import type { LifecycleEvent } from './lifecycle.js';
import { LifecycleService } from './lifecycle.service.js';

@Controller()
export class LifecycleConsumer {
  constructor(private readonly lifecycles: LifecycleService) {}

  @OnEvents([leadCapturedV1, leadUpdatedV1, leadStatusChangedV1, leadDeletedV1, leadRestoredV1, leadMergedV1, leadUnmergedV1], {
    group: analyticsLeadLifecycle.name,
    personal: 'omit',
  })
  async onLeadEvents(events: LifecycleEvent[], tx: Tx): Promise<Outcome> {
    await this.lifecycles.apply(tx, tx.tenantId, events);
    return done();
  }
}
