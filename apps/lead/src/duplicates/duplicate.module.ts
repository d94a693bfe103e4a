import { Module } from '@nestjs/common';
import { LeadStoreModule } from '../lead-store/lead-store.module.js';
import { DuplicateController } from './duplicate.controller.js';
import { FactRepository } from './facts/fact.repository.js';
import { FactService } from './facts/fact.service.js';
import { BacklogRepository } from './keys/backlog.repository.js';
import { KeyUpkeepService } from './keys/key-upkeep.service.js';
import { LeadKeysRepository } from './keys/lead-keys.repository.js';
import { ComparedLeadsReadModel } from './leads/compared-leads.read-model.js';
import { ValueFrequencyRepository } from './leads/value-frequency.repository.js';
import { BlockMembersReadModel } from './lookup/block-members.read-model.js';
import { ComparisonService } from './lookup/comparison.service.js';
import { FrequencyService } from './lookup/frequency.service.js';
import { LeadDuplicatesService } from './lookup/lead-duplicates.service.js';
import { PairReadModel } from './pairs/pair.read-model.js';
import { PairRepository } from './pairs/pair.repository.js';
import { PairService } from './pairs/pair.service.js';
import { BlockPageReadModel } from './run/pages/block-page.read-model.js';
import { PageService } from './run/pages/page.service.js';
import { RunCountService } from './run/run-count.service.js';
import { RunEndService } from './run/run-end.service.js';
import { RunExecutionService } from './run/run-execution.service.js';
import { RunProgressService } from './run/run-progress.service.js';
import { RunTellingService } from './run/run-telling.service.js';
import { DuplicateRunWorker } from './run/run-worker.service.js';
import { RunRepository } from './run/run.repository.js';
import { RunService } from './run/run.service.js';

@Module({
  imports: [LeadStoreModule],
  controllers: [DuplicateController],
  providers: [
    ...[FactRepository, FactService, BacklogRepository, LeadKeysRepository, KeyUpkeepService],
    ...[
      ComparedLeadsReadModel,
      ValueFrequencyRepository,
      BlockMembersReadModel,
      FrequencyService,
      ComparisonService,
      LeadDuplicatesService,
    ],
    ...[PairRepository, PairReadModel, PairService, BlockPageReadModel, PageService],
    ...[
      RunRepository,
      RunCountService,
      RunProgressService,
      RunTellingService,
      RunEndService,
      RunExecutionService,
      DuplicateRunWorker,
      RunService,
    ],
  ],
  exports: [KeyUpkeepService],
})
export class DuplicateModule {}
