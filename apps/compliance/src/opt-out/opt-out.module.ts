import { OPT_OUT_CLASSIFIER } from '../tokens.js';
import { CueClassifierService } from './cue-classifier.service.js';
import { DetectionService } from './detection.service.js';
import { OptOutActionService } from './opt-out-action.service.js';
import { OptOutController } from './opt-out.controller.js';
import { OptOutService } from './opt-out.service.js';
import { ReceivedMessageConsumer } from './received-message.consumer.js';
import { OptOutBlockService } from './review/opt-out-block.service.js';
import { OptOutJournalService } from './review/opt-out-journal.service.js';
import { OptOutQueueService } from './review/opt-out-queue.service.js';
import { OptOutReviewReadModel } from './review/opt-out-review.read-model.js';
import { OptOutReviewRepository } from './review/opt-out-review.repository.js';
import { OptOutReviewService } from './review/opt-out-review.service.js';

/** Opt-outs in what leads write and say. */
export const optOutParts = {
  controllers: [OptOutController, ReceivedMessageConsumer],
  providers: [
    OptOutService,
    OptOutActionService,
    OptOutQueueService,
    DetectionService,
    OptOutReviewService,
    OptOutBlockService,
    OptOutJournalService,
    OptOutReviewReadModel,
    OptOutReviewRepository,
    { provide: OPT_OUT_CLASSIFIER, useClass: CueClassifierService },
  ],
};
