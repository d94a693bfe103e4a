import { Module } from '@nestjs/common';
import { AttachmentStoreModule } from '../attachment-store/attachment-store.module.js';
import type { LeadConfig } from '../config.js';
import { CONFIG } from '../tokens.js';
import { DealDocumentController } from './deal-document.controller.js';
import { DocumentController } from './document.controller.js';
import { DocumentEditService } from './store/document-edit.service.js';
import { DocumentService } from './document.service.js';
import { DocumentLinks } from './download/document-link.js';
import { DownloadController } from './download/download.controller.js';
import { DownloadService } from './download/download.service.js';
import { chooseStorage } from './storage/choose-storage.js';
import { DocumentBytesService } from './storage/document-bytes.service.js';
import { DocumentStorage } from './storage/document-storage.js';
import { DocumentListReadModel } from './store/document-list.read-model.js';
import { DocumentRepository } from './store/document.repository.js';
import { DocumentSweepService } from './sweep/document-sweep.service.js';
import { TaskDocumentController } from './task-document.controller.js';
import { DocumentUploadService } from './upload/document-upload.service.js';

const links = {
  provide: DocumentLinks,
  useFactory: ({ CONTEXT_SECRET: secret, DOCUMENT_LINK_SECONDS: lifeSeconds }: LeadConfig) => new DocumentLinks({ secret, lifeSeconds }),
  inject: [CONFIG],
};

@Module({
  imports: [AttachmentStoreModule],
  controllers: [DocumentController, DealDocumentController, TaskDocumentController, DownloadController],
  providers: [
    ...[DocumentService, DocumentEditService, DocumentUploadService, DownloadService, DocumentBytesService, DocumentSweepService],
    ...[DocumentRepository, DocumentListReadModel, links],
    { provide: DocumentStorage, useFactory: chooseStorage, inject: [CONFIG] },
  ],
  exports: [DocumentSweepService],
})
export class DocumentModule {}
