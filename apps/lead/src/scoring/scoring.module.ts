import { Module } from '@nestjs/common';
import { LeadStoreModule } from '../lead-store/lead-store.module.js';
import { TimeTravelModule } from '../time-travel/time-travel.module.js';
import { ContributionReadModel } from './contributions/contribution.read-model.js';
import { ContributionRepository } from './contributions/contribution.repository.js';
import { ContributionService } from './contributions/contribution.service.js';
import { DigestRepository } from './contributions/digest.repository.js';
import { ScoringConsumer } from './contributions/scoring.consumer.js';
import { LeadScoreController } from './lead-score/lead-score.controller.js';
import { LeadScoreService } from './lead-score/lead-score.service.js';
import { PageScoreService } from './lead-score/page-score.service.js';
import { ActiveModelService } from './model/active-model.service.js';
import { ModelHistoryReadModel } from './model/model-history.read-model.js';
import { ModelJournalService } from './model/model-journal.service.js';
import { ScoringModelController } from './model/scoring-model.controller.js';
import { ScoringModelRepository } from './model/scoring-model.repository.js';
import { ScoringModelService } from './model/scoring-model.service.js';
import { ModelUseRepository } from './prediction/trained-model/model-use.repository.js';
import { ModelUseService } from './prediction/trained-model/model-use.service.js';
import { TrainedModelController } from './prediction/trained-model/trained-model.controller.js';
import { TrainedModelJournalService } from './prediction/trained-model/trained-model-journal.service.js';
import { TrainedModelRepository } from './prediction/trained-model/trained-model.repository.js';
import { DealEngagementService } from './lead-score/deal-engagement.service.js';
import { TrainedModelService } from './prediction/trained-model/trained-model.service.js';
import { OutcomeLeadsReadModel } from './prediction/training/outcome-leads.read-model.js';
import { TrainingRunService } from './prediction/training/training-run.service.js';
import { RehearsalController } from './rehearsal/rehearsal.controller.js';
import { RehearsalRepository } from './rehearsal/rehearsal.repository.js';
import { RehearsalRunService } from './rehearsal/rehearsal-run.service.js';
import { RehearsalService } from './rehearsal/rehearsal.service.js';
import { TemperatureRepository } from './temperature/temperature.repository.js';
import { TemperatureService } from './temperature/temperature.service.js';
import { TemperatureWorker } from './temperature/temperature-worker.service.js';
import { TagStoreModule } from '../tags/store/tag-store.module.js';

const models = [ScoringModelService, ActiveModelService, ScoringModelRepository, ModelJournalService, ModelHistoryReadModel];
const rehearsals = [RehearsalService, RehearsalRunService, RehearsalRepository];
const contributions = [ContributionService, ContributionRepository, ContributionReadModel, DigestRepository];
const predictions = [
  TrainedModelService,
  ModelUseService,
  TrainingRunService,
  TrainedModelRepository,
  TrainedModelJournalService,
  ModelUseRepository,
  OutcomeLeadsReadModel,
];
const temperatures = [TemperatureService, TemperatureRepository, TemperatureWorker];

@Module({
  imports: [LeadStoreModule, TagStoreModule, TimeTravelModule],
  controllers: [ScoringModelController, RehearsalController, TrainedModelController, LeadScoreController, ScoringConsumer],
  providers: [
    ...models,
    ...rehearsals,
    ...contributions,
    ...temperatures,
    ...predictions,
    LeadScoreService,
    PageScoreService,
    DealEngagementService,
  ],
  exports: [
    TemperatureService,
    RehearsalRunService,
    TrainingRunService,
    ActiveModelService,
    ContributionService,
    ContributionReadModel,
    LeadScoreService,
    PageScoreService,
    DealEngagementService,
  ],
})
export class ScoringModule {}
