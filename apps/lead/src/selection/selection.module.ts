import { Module } from '@nestjs/common';
import { CustomFieldStoreModule } from '../custom-fields/store/custom-field-store.module.js';
import { FactsModule } from '../facts/facts.module.js';
import { ScoringModule } from '../scoring/scoring.module.js';
import { TagStoreModule } from '../tags/store/tag-store.module.js';
import { SelectionController } from './selection.controller.js';
import { SelectionReadModel } from './selection.read-model.js';
import { SelectionService } from './selection.service.js';

@Module({
  imports: [CustomFieldStoreModule, TagStoreModule, FactsModule, ScoringModule],
  controllers: [SelectionController],
  providers: [SelectionService, SelectionReadModel],
  exports: [SelectionService, SelectionReadModel],
})
export class SelectionModule {}
