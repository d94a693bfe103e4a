import type {
  consentChangedV1,
  consentExpiredV1,
  leadCapturedV1,
  leadDeletedV1,
  leadFormSubmittedV1,
  leadIdentityAddedV1,
  leadIdentityRemovedV1,
  leadMergedV1,
  leadRestoredV1,
  leadStatusChangedV1,
  leadTemperatureChangedV1,
  leadUnmergedV1,
  leadUpdatedV1,
  visitorIdentifiedV1,
  interactionRecordedV1,
  interactionRetractedV1,
  messageEngagedV1,
  messageStateChangedV1,
} from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { EventOfAny } from '@leadstream/messaging';
import type { EventContract, EventOf } from '@leadstream/contracts';
import type { Touched } from './compiled-segment.js';

/** What may move leads into segments and out of them, beside time, filters and prohibitions. */
export type SegmentEvent = EventOfAny<
  | typeof leadCapturedV1
  | typeof leadUpdatedV1
  | typeof leadStatusChangedV1
  | typeof leadDeletedV1
  | typeof leadRestoredV1
  | typeof leadMergedV1
  | typeof leadUnmergedV1
  | typeof leadTemperatureChangedV1
  | typeof visitorIdentifiedV1
  | typeof leadIdentityAddedV1
  | typeof leadIdentityRemovedV1
  | typeof leadFormSubmittedV1
  | typeof interactionRecordedV1
  | typeof interactionRetractedV1
  | typeof messageStateChangedV1
  | typeof messageEngagedV1
  | typeof consentChangedV1
  | typeof consentExpiredV1
>;

/** That something changed about leads. */
export interface SegmentNews {
  /** Leads, merged leads or visitors. */
  readonly leadIds: readonly Uuid[];
  readonly touched: Touched;
  /** Where a merge is made or undone: leads that name one of the two may be concerned as well. */
  readonly isOfMerge?: boolean;
  readonly causedBy: EventOf<EventContract>;
}
