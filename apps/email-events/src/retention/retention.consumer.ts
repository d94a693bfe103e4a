import { emailEventsRetention, legalHoldPlacedV1, legalHoldReleasedV1, retentionChangedV1 } from '@leadstream/contracts';
import { done, OnEvents, type Outcome } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { type RetentionEvent, RetentionStateService } from '@leadstream/retention';
import { Controller } from '@nestjs/common';
import { HeldAddressService } from '../held-address/held-address.service.js';

@Controller()
export class RetentionConsumer {
  constructor(
    private readonly retention: RetentionStateService,
    private readonly addresses: HeldAddressService,
  ) {}

  @OnEvents([legalHoldPlacedV1, legalHoldReleasedV1, retentionChangedV1], { group: emailEventsRetention.name })
  async onRetentionChanged(events: RetentionEvent[], tx: Tx): Promise<Outcome> {
    await this.retention.apply(tx, events);
    if (events.some(({ type }) => type === 'legal-hold.released')) await this.addresses.forgetReleased(tx);
    return done();
  }
}
