import type { EventOf, leadFormSubmittedV1 } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { DealingRepository } from './dealing.repository.js';
import { type DealEvent, inquiriesIn, takeDeals } from './dealing.rules.js';

/** Follows what leads buy and ask for: some laws take consent from it, for a time. */
@Injectable()
export class DealingService {
  constructor(private readonly repository: DealingRepository) {}

  async takeDeals(tx: Tx, tenantId: string, events: readonly DealEvent[]): Promise<void> {
    const { purchases, others } = takeDeals(events);
    await this.repository.remove(tx, tenantId, others);
    await this.repository.save(tx, tenantId, purchases);
  }

  async takeForms(tx: Tx, tenantId: string, events: readonly EventOf<typeof leadFormSubmittedV1>[]): Promise<void> {
    await this.repository.save(tx, tenantId, inquiriesIn(events));
  }
}
