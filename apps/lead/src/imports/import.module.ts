import { Module } from '@nestjs/common';
import { NamedMemberReadModel } from '../distribution/members/named-member.read-model.js';
import { LeadStoreModule } from '../lead-store/lead-store.module.js';
import { TagStoreModule } from '../tags/store/tag-store.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { ErasedAddresses } from '@leadstream/privacy';
import { PersonVault } from '@leadstream/persistence';
import { ErasedRowsService } from './apply/erased-rows.service.js';
import { ImportBatchService } from './apply/import-batch.service.js';
import { ImportProgressService } from './apply/import-progress.service.js';
import { ImportTellingService } from './apply/import-telling.service.js';
import { ImportController } from './import.controller.js';
import { ImportService } from './import.service.js';
import { ImportReader } from './run/import-reader.service.js';
import { ImportReadingService } from './run/import-reading.service.js';
import { ImportRunService } from './run/import-run.service.js';
import { ImportWorker } from './run/import-worker.service.js';
import { ImportSearchService } from './search/import-search.service.js';
import { ImportChunkRepository } from './store/import-chunk.repository.js';
import { DraftSheetService } from './lifecycle/draft-sheet.service.js';
import { ImportLifecycleService } from './lifecycle/import-lifecycle.service.js';
import { ColumnService } from './mapping/column.service.js';
import { CustomColumnService } from './plan/custom-column.service.js';
import { ReversalRepository } from './revert/reversal.repository.js';
import { ReversalService } from './revert/reversal.service.js';
import { RowReaderService } from './run/row-reader.service.js';
import { ImportFileService } from './store/import-file.service.js';
import { ImportRowRepository } from './store/import-row.repository.js';
import { ImportReadModel } from './store/import.read-model.js';
import { ImportRepository } from './store/import.repository.js';
import { ReadingRepository } from './store/reading.repository.js';
import { UploadedFileRepository } from './store/uploaded-file.repository.js';
import { TemplateController } from './templates/template.controller.js';
import { TemplateRepository } from './templates/template.repository.js';
import { TemplateService } from './templates/template.service.js';
import { ErrorFileService } from './watch/error-file.service.js';
import { ImportWatchService } from './watch/import-watch.service.js';
import { UnfinishedUploadService } from './upload/unfinished-upload.service.js';
import { UploadService } from './upload/upload.service.js';

@Module({
  imports: [LeadStoreModule, SettingsModule, TagStoreModule],
  controllers: [ImportController, TemplateController],
  providers: [
    ImportRepository,
    UploadedFileRepository,
    ImportChunkRepository,
    ImportRowRepository,
    ImportReadModel,
    ImportFileService,
    ImportTellingService,
    ImportProgressService,
    ErasedRowsService,
    ImportBatchService,
    { provide: ErasedAddresses, inject: [PersonVault], useFactory: (vault: PersonVault) => new ErasedAddresses(vault) },
    ImportSearchService,
    ReversalRepository,
    ReversalService,
    RowReaderService,
    ImportRunService,
    ImportWorker,
    ReadingRepository,
    ImportReadingService,
    ImportReader,
    CustomColumnService,
    NamedMemberReadModel,
    TemplateRepository,
    TemplateService,
    UnfinishedUploadService,
    UploadService,
    DraftSheetService,
    ImportLifecycleService,
    ColumnService,
    ErrorFileService,
    ImportWatchService,
    ImportService,
  ],
  exports: [ErasedAddresses, ImportSearchService, ImportService],
})
export class ImportModule {}
