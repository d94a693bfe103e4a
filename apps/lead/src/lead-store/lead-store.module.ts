import { Module } from '@nestjs/common';
import { LeadEditService } from './lead-edit.service.js';
import { LeadJournalRepository } from './lead-journal.repository.js';
import { LeadJournalService } from './lead-journal.service.js';
import { LeadSaveService } from './lead-save.service.js';
import { LeadUniquenessService } from './lead-uniqueness.service.js';
import { LeadRepository } from './lead.repository.js';

@Module({
  providers: [LeadRepository, LeadJournalRepository, LeadJournalService, LeadEditService, LeadSaveService, LeadUniquenessService],
  exports: [LeadRepository, LeadJournalService, LeadEditService, LeadSaveService, LeadUniquenessService],
})
export class LeadStoreModule {}
