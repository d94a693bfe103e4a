import { Module } from '@nestjs/common';
import { LeadStoreModule } from '../lead-store/lead-store.module.js';
import { AttachmentSubjectRepository } from './attachment-subject.repository.js';
import { AttachmentSubjectService } from './attachment-subject.service.js';

@Module({
  imports: [LeadStoreModule],
  providers: [AttachmentSubjectRepository, AttachmentSubjectService],
  exports: [AttachmentSubjectService],
})
export class AttachmentStoreModule {}
