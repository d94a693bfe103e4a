import { Module } from '@nestjs/common';
import { LeadEditService } from './lead-edit.service.js';
import { LeadJournalRepository } from './lead-journal.repository.js';
import { LeadJournalService } from './lead-journal.service.js';
import { LeadUniquenessService } from './lead-uniqueness.service.js';
import { LeadRepository } from './lead.repository.js';

@Module({
  providers: [LeadRepository, LeadJournalRepository, LeadJournalService, LeadEditService, LeadUniquenessService],
  exports: [LeadRepository, LeadJournalService, LeadEditService, LeadUniquenessService],
})
export class LeadStoreModule {}
