import {
  engagementLeadProjection,
  leadCapturedV1,
  leadDeletedV1,
  leadErasedV1,
  leadMergedV1,
  leadRestoredV1,
  leadUnmergedV1,
  leadUpdatedV1,
  visitorIdentifiedV1,
} from '@leadstream/contracts';
import { done, OnEvents, type Outcome } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { Controller } from '@nestjs/common';
import type { LeadEvent } from './known-lead.rules.js';
import { KnownLeadService } from './known-lead.service.js';

@Controller()
export class KnownLeadConsumer {
  constructor(private readonly knownLeads: KnownLeadService) {}

  @OnEvents(
    [leadCapturedV1, leadUpdatedV1, leadDeletedV1, leadErasedV1, leadRestoredV1, leadMergedV1, leadUnmergedV1, visitorIdentifiedV1],
    {
      group: engagementLeadProjection.name,
      personal: 'omit',
    },
  )
  async onLeadsChanged(events: LeadEvent[], tx: Tx): Promise<Outcome> {
    await this.knownLeads.apply(tx, tx.tenantId, events);
    return done();
  }
}
