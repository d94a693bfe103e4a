import { leadRetention, legalHoldPlacedV1, legalHoldReleasedV1, retentionChangedV1 } from '@leadstream/contracts';
import { done, OnEvents, type Outcome } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { type RetentionEvent, RetentionStateService } from '@leadstream/retention';
import { Controller } from '@nestjs/common';

@Controller()
export class RetentionConsumer {
  constructor(private readonly retention: RetentionStateService) {}

  @OnEvents([legalHoldPlacedV1, legalHoldReleasedV1, retentionChangedV1], { group: leadRetention.name })
  async onRetentionChanged(events: RetentionEvent[], tx: Tx): Promise<Outcome> {
    await this.retention.apply(tx, events);
    return done();
  }
}
