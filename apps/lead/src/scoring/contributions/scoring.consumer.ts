import { Controller } from '@nestjs/common';
import {
  interactionRecordedV1,
  interactionRetractedV1,
  leadCapturedV1,
  leadFormSubmittedV1,
  leadMergedV1,
  leadRestoredV1,
  leadScoring,
  leadStatusChangedV1,
  leadUnmergedV1,
  leadUpdatedV1,
  messageEngagedV1,
  messageStateChangedV1,
  visitorIdentifiedV1,
} from '@leadstream/contracts';
import { OnEvents, type Outcome } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import type { ScoreEvent } from './contribution.js';
import { ContributionService } from './contribution.service.js';

@Controller()
export class ScoringConsumer {
  constructor(private readonly contributions: ContributionService) {}

  @OnEvents(
    [
      leadCapturedV1,
      leadUpdatedV1,
      leadStatusChangedV1,
      leadRestoredV1,
      leadMergedV1,
      leadUnmergedV1,
      visitorIdentifiedV1,
      leadFormSubmittedV1,
      interactionRecordedV1,
      interactionRetractedV1,
      messageStateChangedV1,
      messageEngagedV1,
    ],
    { group: leadScoring.name, personal: 'omit' },
  )
  onScoreEvents(events: ScoreEvent[], tx: Tx): Promise<Outcome[]> {
    return this.contributions.apply(tx, events);
  }
}
