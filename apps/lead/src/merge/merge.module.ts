import { Module } from '@nestjs/common';
import { LeadStoreModule } from '../lead-store/lead-store.module.js';
import { TimeTravelModule } from '../time-travel/time-travel.module.js';
import { MergeController } from './merge.controller.js';
import { MergeListService } from './merge-list.service.js';
import { MergeRepository } from './merge.repository.js';
import { MergeService } from './merge.service.js';
import { MergeSidesService } from './merge-sides.service.js';
import { UnmergeService } from './unmerge.service.js';

@Module({
  imports: [LeadStoreModule, TimeTravelModule],
  controllers: [MergeController],
  providers: [MergeService, UnmergeService, MergeListService, MergeSidesService, MergeRepository],
})
export class MergeModule {}
