import { Controller } from '@nestjs/common';
import {
  consentChangedV1,
  consentExpiredV1,
  dncAddedV1,
  dncDomainAddedV1,
  dncRemovedV1,
  interactionRecordedV1,
  interactionRetractedV1,
  leadCapturedV1,
  leadDeletedV1,
  leadFormSubmittedV1,
  leadIdentityAddedV1,
  leadIdentityRemovedV1,
  leadMergedV1,
  leadNews,
  leadRestoredV1,
  leadStatusChangedV1,
  leadTemperatureChangedV1,
  leadUnmergedV1,
  leadUpdatedV1,
  messageEngagedV1,
  messageStateChangedV1,
  visitorIdentifiedV1,
} from '@leadstream/contracts';
import { OnEvents, type Outcome } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import type { ProhibitionEvent } from '../facts/permission.service.js';
import type { SegmentEvent } from '../segments/membership/segment-news.js';
import { LeadNewsService } from './lead-news.service.js';

@Controller()
export class LeadNewsConsumer {
  constructor(private readonly news: LeadNewsService) {}

  @OnEvents(
    [
      leadCapturedV1,
      leadUpdatedV1,
      leadStatusChangedV1,
      leadDeletedV1,
      leadRestoredV1,
      leadMergedV1,
      leadUnmergedV1,
      leadTemperatureChangedV1,
      visitorIdentifiedV1,
      leadIdentityAddedV1,
      leadIdentityRemovedV1,
      leadFormSubmittedV1,
      interactionRecordedV1,
      interactionRetractedV1,
      messageStateChangedV1,
      messageEngagedV1,
      consentChangedV1,
      consentExpiredV1,
    ],
    { group: leadNews.name, personal: 'omit' },
  )
  onChanges(events: SegmentEvent[], tx: Tx): Promise<Outcome[]> {
    return this.news.apply(tx, events);
  }

  /** Their addresses are read: what they bind is found by them. */
  @OnEvents([dncAddedV1, dncDomainAddedV1, dncRemovedV1], { group: leadNews.name })
  onProhibitions(events: ProhibitionEvent[], tx: Tx): Promise<Outcome[]> {
    return this.news.applyProhibitions(tx, events);
  }
}
