import type { EventOf, leadFormSubmittedV1 } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';
import { erasedAmong } from '@leadstream/privacy';
import { Injectable } from '@nestjs/common';
import type { Dealing } from './dealing.js';
import { DealingRepository } from './dealing.repository.js';
import { type DealEvent, inquiriesIn, takeDeals } from './dealing.rules.js';

/** Follows what leads buy and ask for: some laws take consent from it, for a time. Of erased ones nothing is kept. */
@Injectable()
export class DealingService {
  constructor(private readonly repository: DealingRepository) {}

  async takeDeals(tx: Tx, tenantId: string, events: readonly DealEvent[]): Promise<void> {
    const { purchases, others } = takeDeals(events);
    await this.repository.remove(tx, tenantId, others);
    await this.save(tx, tenantId, purchases);
  }

  async takeForms(tx: Tx, tenantId: string, events: readonly EventOf<typeof leadFormSubmittedV1>[]): Promise<void> {
    await this.save(tx, tenantId, inquiriesIn(events));
  }

  private async save(tx: Tx, tenantId: string, dealings: readonly Dealing[]): Promise<void> {
    const erased = await erasedAmong(tx, [...new Set(dealings.map(({ leadId }) => leadId))]);
    await this.repository.save(
      tx,
      tenantId,
      dealings.filter(({ leadId }) => !erased.has(leadId)),
    );
  }
}
