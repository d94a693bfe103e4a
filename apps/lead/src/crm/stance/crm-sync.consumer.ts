import { Controller } from '@nestjs/common';
import {
  consentChangedV1,
  dncAddedV1,
  dncRemovedV1,
  type EventOf,
  leadCapturedV1,
  leadCrmSync,
  leadDeletedV1,
  leadMergedV1,
  leadRestoredV1,
  leadUnmergedV1,
  leadUpdatedV1,
} from '@leadstream/contracts';
import { type EventOfAny, OnEvent, OnEvents, type Outcome } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { OutboundService } from './outbound.service.js';

const LEAD_EVENTS = [leadCapturedV1, leadUpdatedV1, leadDeletedV1, leadRestoredV1, leadMergedV1, leadUnmergedV1] as const;

/** Notes which leads peers are to hear of; the peers themselves are asked and told by syncs only. */
@Controller()
export class CrmSyncConsumer {
  constructor(private readonly outbound: OutboundService) {}

  @OnEvents(LEAD_EVENTS, { group: leadCrmSync.name, personal: 'omit' })
  onLeadEvents(events: EventOfAny<(typeof LEAD_EVENTS)[number]>[], tx: Tx): Promise<Outcome[]> {
    return this.outbound.noteLeads(tx, events);
  }

  @OnEvent(consentChangedV1, { group: leadCrmSync.name })
  onConsent(event: EventOf<typeof consentChangedV1>, tx: Tx): Promise<Outcome> {
    return this.outbound.noteConsent(tx, event.data);
  }

  @OnEvent(dncAddedV1, { group: leadCrmSync.name })
  onDncAdded(event: EventOf<typeof dncAddedV1>, tx: Tx): Promise<Outcome> {
    return this.outbound.noteProhibition(tx, event.data);
  }

  @OnEvent(dncRemovedV1, { group: leadCrmSync.name })
  onDncRemoved(event: EventOf<typeof dncRemovedV1>, tx: Tx): Promise<Outcome> {
    return this.outbound.forgetProhibition(tx, event.data.entryId);
  }
}
