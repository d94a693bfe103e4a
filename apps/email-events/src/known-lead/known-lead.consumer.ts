import { Controller } from '@nestjs/common';
import {
  emailEventsLeadProjection,
  leadCapturedV1,
  leadDeletedV1,
  leadErasedV1,
  leadIdentityAddedV1,
  leadIdentityRemovedV1,
  leadMergedV1,
  leadRestoredV1,
  leadUnmergedV1,
  leadUpdatedV1,
} from '@leadstream/contracts';
import { done, OnEvents, type Outcome } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import type { KnownLeadEvent } from './known-lead.rules.js';
import { KnownLeadService } from './known-lead.service.js';

@Controller()
export class KnownLeadConsumer {
  constructor(private readonly leads: KnownLeadService) {}

  @OnEvents(
    [
      leadCapturedV1,
      leadUpdatedV1,
      leadDeletedV1,
      leadErasedV1,
      leadRestoredV1,
      leadMergedV1,
      leadUnmergedV1,
      leadIdentityAddedV1,
      leadIdentityRemovedV1,
    ],
    { group: emailEventsLeadProjection.name },
  )
  async onLeadEvents(events: KnownLeadEvent[], tx: Tx): Promise<Outcome> {
    await this.leads.apply(tx, tx.tenantId, events);
    return done();
  }
}
