import { Module } from '@nestjs/common';
import { AuditStoreModule } from '../audit-store/audit-store.module.js';
import { LeadStoreModule } from '../lead-store/lead-store.module.js';
import { PipelineModule } from '../pipelines/pipeline.module.js';
import { ScoringModule } from '../scoring/scoring.module.js';
import { TagStoreModule } from '../tags/store/tag-store.module.js';
import { BoardReadModel } from './board/board.read-model.js';
import { BoardService } from './board/board.service.js';
import { CardOrderRepository } from './board/card-order.repository.js';
import { CardOrderService } from './board/card-order.service.js';
import { DealCreationService } from './deal-creation.service.js';
import { DealStageService } from './deal-stage.service.js';
import { DealController } from './deal.controller.js';
import { DealService } from './deal.service.js';
import { DealJournalService } from './store/deal-journal.service.js';
import { DealListReadModel } from './store/deal-list.read-model.js';
import { DealSelectionReadModel } from './store/deal-selection.read-model.js';
import { DealRepository } from './store/deal.repository.js';
import { DealRetagService } from './tagging/deal-retag.service.js';
import { DealTaggingController } from './tagging/deal-tagging.controller.js';
import { DealTaggingService } from './tagging/deal-tagging.service.js';

@Module({
  imports: [LeadStoreModule, PipelineModule, TagStoreModule, AuditStoreModule, ScoringModule],
  controllers: [DealController, DealTaggingController],
  providers: [
    ...[DealRepository, DealJournalService, DealListReadModel, DealSelectionReadModel],
    ...[DealService, DealCreationService, DealStageService, DealTaggingService, DealRetagService],
    ...[BoardService, BoardReadModel, CardOrderService, CardOrderRepository],
  ],
  exports: [DealRetagService],
})
export class DealModule {}
