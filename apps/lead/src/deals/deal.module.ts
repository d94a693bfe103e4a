import { Module } from '@nestjs/common';
import { LeadStoreModule } from '../lead-store/lead-store.module.js';
import { PipelineModule } from '../pipelines/pipeline.module.js';
import { BoardReadModel } from './board/board.read-model.js';
import { BoardService } from './board/board.service.js';
import { CardOrderRepository } from './board/card-order.repository.js';
import { CardOrderService } from './board/card-order.service.js';
import { DealCreationService } from './deal-creation.service.js';
import { DealStageService } from './deal-stage.service.js';
import { DealController } from './deal.controller.js';
import { DealService } from './deal.service.js';
import { DealListReadModel } from './store/deal-list.read-model.js';
import { DealRepository } from './store/deal.repository.js';

@Module({
  imports: [LeadStoreModule, PipelineModule],
  controllers: [DealController],
  providers: [
    ...[DealService, DealCreationService, DealStageService, DealRepository, DealListReadModel],
    ...[BoardService, BoardReadModel, CardOrderService, CardOrderRepository],
  ],
})
export class DealModule {}
