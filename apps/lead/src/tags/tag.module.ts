import { Module } from '@nestjs/common';
import { DealModule } from '../deals/deal.module.js';
import { LeadStoreModule } from '../lead-store/lead-store.module.js';
import { SelectionModule } from '../selection/selection.module.js';
import { TagStoreModule } from './store/tag-store.module.js';
import { TagController } from './tag.controller.js';
import { TagService } from './tag.service.js';
import { TagRemovalRepository } from './tagging/tag-removal.repository.js';
import { TagRemovalService } from './tagging/tag-removal.service.js';
import { TaggingController } from './tagging/tagging.controller.js';
import { TaggingService } from './tagging/tagging.service.js';

@Module({
  imports: [LeadStoreModule, SelectionModule, TagStoreModule, DealModule],
  controllers: [TagController, TaggingController],
  providers: [TagService, TaggingService, TagRemovalService, TagRemovalRepository],
  exports: [TagRemovalService],
})
export class TagModule {}
