import { Module } from '@nestjs/common';
import { CustomFieldStoreModule } from '../custom-fields/store/custom-field-store.module.js';
import { TagStoreModule } from '../tags/store/tag-store.module.js';
import { FactsModule } from '../facts/facts.module.js';
import { SegmentModule } from '../segments/segment.module.js';
import { ExportController } from './export.controller.js';
import { ExportSelectionService } from './export-selection.service.js';
import { ExportTellingService } from './export-telling.service.js';
import { ExportService } from './export.service.js';
import { ExportRepository } from './store/export.repository.js';
import { LeadRowsReadModel } from './store/lead-rows.read-model.js';

@Module({
  imports: [CustomFieldStoreModule, TagStoreModule, FactsModule, SegmentModule],
  controllers: [ExportController],
  providers: [ExportService, ExportSelectionService, ExportTellingService, ExportRepository, LeadRowsReadModel],
  exports: [ExportService],
})
export class ExportModule {}
