import { Module } from '@nestjs/common';
import { LeadStoreModule } from '../lead-store/lead-store.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { ImportBatchService } from './apply/import-batch.service.js';
import { ImportProgressService } from './apply/import-progress.service.js';
import { ImportController } from './import.controller.js';
import { ImportService } from './import.service.js';
import { ImportRunService } from './run/import-run.service.js';
import { ImportWorker } from './run/import-worker.service.js';
import { ImportChunkRepository } from './store/import-chunk.repository.js';
import { ImportFileService } from './store/import-file.service.js';
import { ImportRowRepository } from './store/import-row.repository.js';
import { ImportReadModel } from './store/import.read-model.js';
import { ImportRepository } from './store/import.repository.js';
import { UploadService } from './upload/upload.service.js';

@Module({
  imports: [LeadStoreModule, SettingsModule],
  controllers: [ImportController],
  providers: [
    ImportRepository,
    ImportChunkRepository,
    ImportRowRepository,
    ImportReadModel,
    ImportFileService,
    ImportProgressService,
    ImportBatchService,
    ImportRunService,
    ImportWorker,
    UploadService,
    ImportService,
  ],
  exports: [ImportService],
})
export class ImportModule {}
