import { Module } from '@nestjs/common';
import { AttachmentTextsReadModel } from './attachment-texts.read-model.js';
import { LeadCandidatesReadModel } from './lead-candidates.read-model.js';
import { SearchController } from './search.controller.js';
import { SearchService } from './search.service.js';
import { SearchIndexService } from './upkeep/search-index.service.js';
import { UnindexedAttachmentsRepository } from './upkeep/unindexed-attachments.repository.js';
import { UnindexedIdentitiesRepository } from './upkeep/unindexed-identities.repository.js';
import { UnindexedLeadsRepository } from './upkeep/unindexed-leads.repository.js';
import { UnindexedWorkRepository } from './upkeep/unindexed-work.repository.js';
import { WorkCandidatesReadModel } from './work-candidates.read-model.js';

@Module({
  controllers: [SearchController],
  providers: [
    ...[SearchService, LeadCandidatesReadModel, AttachmentTextsReadModel, WorkCandidatesReadModel],
    ...[
      SearchIndexService,
      UnindexedLeadsRepository,
      UnindexedAttachmentsRepository,
      UnindexedWorkRepository,
      UnindexedIdentitiesRepository,
    ],
  ],
  exports: [SearchIndexService],
})
export class SearchModule {}
