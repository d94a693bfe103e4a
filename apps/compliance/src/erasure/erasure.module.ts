import { ErasureConsumer } from './erasure.consumer.js';
import { ErasureController } from './erasure.controller.js';
import { ErasureService } from './erasure.service.js';
import { CertificationService } from './saga/certification.service.js';
import { SagaAnswers } from './saga/saga-answers.service.js';
import { SagaQuestions } from './saga/saga-questions.service.js';
import { SagaRunService } from './saga/saga-run.service.js';
import { SagaStart } from './saga/saga-start.service.js';
import { ErasureReadModel } from './store/erasure.read-model.js';
import { ErasureRepository } from './store/erasure.repository.js';

/** Erasures, from the request to the certificate. */
export const erasureParts = {
  controllers: [ErasureController, ErasureConsumer],
  providers: [
    ErasureService,
    SagaAnswers,
    SagaQuestions,
    SagaStart,
    SagaRunService,
    CertificationService,
    ErasureReadModel,
    ErasureRepository,
  ],
};
