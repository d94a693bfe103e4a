import { Controller } from '@nestjs/common';
import { analyticsLeadLifecycle, type EventOf, leadSettingsChangedV1 } from '@leadstream/contracts';
import { done, OnEvent, type Outcome, skip } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { StatusOrderService } from './status-order.service.js';

@Controller()
export class StatusOrderConsumer {
  constructor(private readonly orders: StatusOrderService) {}

  @OnEvent(leadSettingsChangedV1, { group: analyticsLeadLifecycle.name })
  async onSettingsChanged({ data, sequence }: EventOf<typeof leadSettingsChangedV1>, tx: Tx): Promise<Outcome> {
    const statuses = data.leadStatuses?.map(({ key }) => key) ?? [];
    if (statuses.length === 0) return skip('statuses_unsaid');
    return (await this.orders.take(tx, sequence, statuses)) ? done() : skip('settings_older');
  }
}
