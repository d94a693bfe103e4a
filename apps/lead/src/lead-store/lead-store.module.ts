import { Module } from '@nestjs/common';
import { AssignmentStoreModule } from '../assignment-store/assignment-store.module.js';
import { CustomFieldStoreModule } from '../custom-fields/store/custom-field-store.module.js';
import { TagStoreModule } from '../tags/store/tag-store.module.js';
import { CustomFactsService } from './custom-facts.service.js';
import { LeadEditService } from './lead-edit.service.js';
import { LeadJournalRepository } from './lead-journal.repository.js';
import { LeadJournalService } from './lead-journal.service.js';
import { LeadSaveService } from './lead-save.service.js';
import { LeadUniquenessService } from './lead-uniqueness.service.js';
import { LeadLookupRepository } from './lead-lookup.repository.js';
import { LeadRepository } from './lead.repository.js';
import { MergePointerReadModel } from './merge-pointer.read-model.js';

@Module({
  imports: [CustomFieldStoreModule, AssignmentStoreModule, TagStoreModule],
  providers: [
    LeadRepository,
    LeadLookupRepository,
    MergePointerReadModel,
    LeadJournalRepository,
    LeadJournalService,
    LeadEditService,
    LeadSaveService,
    LeadUniquenessService,
    CustomFactsService,
  ],
  exports: [
    CustomFieldStoreModule,
    AssignmentStoreModule,
    CustomFactsService,
    LeadRepository,
    LeadLookupRepository,
    MergePointerReadModel,
    LeadJournalService,
    LeadEditService,
    LeadSaveService,
    LeadUniquenessService,
  ],
})
export class LeadStoreModule {}
