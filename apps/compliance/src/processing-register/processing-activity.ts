import type { ProcessingActivityContent } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';

/** An entry of the record of processing activities, as it is kept. */
export interface ProcessingActivityRecord {
  readonly activityId: Uuid;
  readonly version: number;
  readonly content: ProcessingActivityContent;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly endedAt: Date | null;
}

/** What a person is told of the processing of its data (GDPR Art. 15(1)(a) to (h), 15(2)). */
export interface ProcessingInformation {
  readonly activities: readonly ProcessingActivityContent[];
  readonly rights: readonly string[];
}
