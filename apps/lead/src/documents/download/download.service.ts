import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { AttachmentSubjectService } from '../../attachment-store/attachment-subject.service.js';
import { CLOCK } from '../../tokens.js';
import { documentErrors } from '../document.errors.js';
import type { DocumentRecord } from '../document.js';
import { DocumentStorage } from '../storage/document-storage.js';
import { DocumentRepository } from '../store/document.repository.js';
import { DocumentLinks } from './document-link.js';

/** A document with its bytes on their way. */
export interface Download {
  readonly document: DocumentRecord;
  readonly bytes: Readable;
}

/** Hands documents out to whoever has a link: the link names tenant and document, and proves that we made it. */
@Injectable()
export class DownloadService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly subjects: AttachmentSubjectService,
    private readonly documents: DocumentRepository,
    private readonly storage: DocumentStorage,
    private readonly links: DocumentLinks,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `LEAD.DOCUMENT_LINK`, `LEAD.NOT_FOUND`, `LEAD.DEAL_NOT_FOUND`, `LEAD.TASK_NOT_FOUND`, `LEAD.DOCUMENT_NOT_FOUND`, `LEAD.DOCUMENT_STORAGE` */
  async open(token: string): Promise<Download> {
    const place = this.links.read(token, this.clock.now());
    if (!place) throw documentErrors.DOCUMENT_LINK();
    const { tenantId, documentId } = place;
    const document = await this.database.readInTenant(tenantId, (tx) => this.find(tx, documentId));
    return { document, bytes: await this.storage.open(place) };
  }

  private async find(tx: Tx, documentId: string): Promise<DocumentRecord> {
    const document = await this.documents.findById(tx, tx.tenantId, documentId);
    if (!document || document.deletedAt !== null) throw documentErrors.DOCUMENT_NOT_FOUND();
    await this.subjects.demandShown(tx, document.subject);
    return document;
  }
}
