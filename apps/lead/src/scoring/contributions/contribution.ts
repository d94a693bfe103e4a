import type {
  interactionRecordedV1,
  interactionRetractedV1,
  leadCapturedV1,
  leadFormSubmittedV1,
  leadMergedV1,
  leadRestoredV1,
  leadStatusChangedV1,
  leadUnmergedV1,
  leadUpdatedV1,
  messageEngagedV1,
  messageStateChangedV1,
  visitorIdentifiedV1,
} from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { EventOfAny } from '@leadstream/messaging';

/** Something that a lead did, as another service tells it; each time that it was done with the same source. */
export interface Contribution {
  /** The interaction, message or submission. */
  readonly sourceId: Uuid;
  /** `interaction.page_view`, `message.opened`, `form.submitted`. */
  readonly kind: string;
  /** As it was told: a visitor's id, or one of a lead that went into another one since, stays. */
  readonly leadId: Uuid;
  readonly occurredAt: Date;
  /** The event that told it. */
  readonly eventId: Uuid;
}

/** That a source does not count after all. */
export interface Retraction {
  readonly sourceId: Uuid;
  readonly retractedAt: Date;
  readonly eventId: Uuid;
}

/** A contribution with the instants from which on it does not count, if there are any. */
export interface DatedContribution {
  readonly kind: string;
  readonly occurredAt: Date;
  readonly retractedAt: Date | null;
  /** When the same was done with the same source again, which counts instead. */
  readonly againAt: Date | null;
}

/** What moves the score of a lead, beside time and another model. */
export type ScoreEvent = EventOfAny<
  | typeof leadCapturedV1
  | typeof leadUpdatedV1
  | typeof leadStatusChangedV1
  | typeof leadRestoredV1
  | typeof leadMergedV1
  | typeof leadUnmergedV1
  | typeof visitorIdentifiedV1
  | typeof leadFormSubmittedV1
  | typeof interactionRecordedV1
  | typeof interactionRetractedV1
  | typeof messageStateChangedV1
  | typeof messageEngagedV1
>;
