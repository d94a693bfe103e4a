import { Module } from '@nestjs/common';
import { CustomFieldAuditRepository } from './custom-field-audit.repository.js';
import { CustomFieldHistoryService } from './custom-field-history.service.js';
import { CustomFieldJournalService } from './custom-field-journal.service.js';
import { CustomFieldController } from './custom-field.controller.js';
import { CustomFieldService } from './custom-field.service.js';
import { FieldUsageReadModel } from './definition/field-usage.read-model.js';
import { CustomFieldStoreModule } from './store/custom-field-store.module.js';

@Module({
  imports: [CustomFieldStoreModule],
  controllers: [CustomFieldController],
  providers: [CustomFieldService, CustomFieldHistoryService, CustomFieldJournalService, CustomFieldAuditRepository, FieldUsageReadModel],
})
export class CustomFieldModule {}
