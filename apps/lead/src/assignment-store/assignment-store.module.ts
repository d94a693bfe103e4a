import { Module } from '@nestjs/common';
import { AssignmentRepository } from './assignment.repository.js';
import { OwnerJournalService } from './owner-journal.service.js';

@Module({ providers: [AssignmentRepository, OwnerJournalService], exports: [AssignmentRepository, OwnerJournalService] })
export class AssignmentStoreModule {}
