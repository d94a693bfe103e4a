import { Inject, Injectable } from '@nestjs/common';
import type { DocumentLink, LeadDocument } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import type { AttachmentSubject } from '../attachment-store/attachment-subject.js';
import { CLOCK } from '../tokens.js';
import { DocumentEditService } from './store/document-edit.service.js';
import { documentErrors } from './document.errors.js';
import type { DocumentRecord } from './document.js';
import { presentDocument } from './document.rules.js';
import { DocumentLinks } from './download/document-link.js';
import { type DocumentPage, DocumentListReadModel, type DocumentQuery } from './store/document-list.read-model.js';

/**
 * Documents of leads, deals and tasks. They are hidden with what they belong to, or with its lead, and come back with it; those of a lead that
 * went into another one stand with the survivor's until the merge is undone.
 */
@Injectable()
export class DocumentService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly documents: DocumentEditService,
    private readonly pages: DocumentListReadModel,
    private readonly links: DocumentLinks,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.DEAL_NOT_FOUND`, `LEAD.TASK_NOT_FOUND` */
  list(of: AttachmentSubject, query: DocumentQuery): Promise<DocumentPage> {
    return this.database.read(async (tx) => {
      return this.pages.findPage(tx, tx.tenantId, await this.documents.shownWith(tx, of), query);
    });
  }

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.DEAL_NOT_FOUND`, `LEAD.TASK_NOT_FOUND`, `LEAD.DOCUMENT_NOT_FOUND`, of a deleted one too */
  read(of: AttachmentSubject, documentId: Uuid): Promise<LeadDocument> {
    return this.database.read(async (tx) => presentDocument(live(await this.documents.find(tx, of, documentId))));
  }

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.DEAL_NOT_FOUND`, `LEAD.TASK_NOT_FOUND`, `LEAD.DOCUMENT_NOT_FOUND` */
  delete(of: AttachmentSubject, documentId: Uuid): Promise<void> {
    return this.database.write(async (tx) => {
      const document = live(await this.documents.findForUpdate(tx, of, documentId));
      const now = this.clock.now();
      await this.documents.changeDeletion(tx, document, now, now);
    });
  }

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.DEAL_NOT_FOUND`, `LEAD.TASK_NOT_FOUND`, `LEAD.DOCUMENT_NOT_FOUND`, `LEAD.DOCUMENT_NOT_DELETED` */
  restore(of: AttachmentSubject, documentId: Uuid): Promise<LeadDocument> {
    return this.database.write(async (tx) => {
      const document = await this.documents.findForUpdate(tx, of, documentId);
      if (document.deletedAt === null) throw documentErrors.DOCUMENT_NOT_DELETED();
      await this.documents.changeDeletion(tx, document, null, this.clock.now());
      return presentDocument(document);
    });
  }

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.DEAL_NOT_FOUND`, `LEAD.TASK_NOT_FOUND`, `LEAD.DOCUMENT_NOT_FOUND` */
  link(of: AttachmentSubject, documentId: Uuid): Promise<DocumentLink> {
    return this.database.read(async (tx) => {
      live(await this.documents.find(tx, of, documentId));
      const { token, expiresAt } = this.links.sign({ tenantId: tx.tenantId, documentId }, this.clock.now());
      return { path: `/v1/documents/${token}`, expiresAt: expiresAt.toISOString() };
    });
  }
}

function live(document: DocumentRecord): DocumentRecord {
  if (document.deletedAt !== null) throw documentErrors.DOCUMENT_NOT_FOUND();
  return document;
}
