import { Controller } from '@nestjs/common';
import { leadCapturedV1, leadDeletedV1, leadUpdatedV1 } from '@leadstream/contracts';
import { done, OnEvents, type Outcome } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { KnownLeadRepository } from './known-lead.repository.js';
import { type KnownLeadEvent, latestByLead } from './known-lead.rules.js';

@Controller()
export class KnownLeadConsumer {
  constructor(private readonly leads: KnownLeadRepository) {}

  @OnEvents([leadCapturedV1, leadUpdatedV1, leadDeletedV1], { group: 'email-events.lead-projection' })
  async onLeadEvents(events: KnownLeadEvent[], tx: Tx): Promise<Outcome> {
    await this.leads.save(tx, tx.tenantId, latestByLead(events));
    return done();
  }
}
