import { Inject, Injectable } from '@nestjs/common';
import type { DocumentLink, LeadDocument } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { AttachmentSubjectService } from '../attachment-store/attachment-subject.service.js';
import type { AttachmentSubject, AttachmentSubjects } from '../attachment-store/attachment-subject.js';
import { CLOCK } from '../tokens.js';
import { documentErrors } from './document.errors.js';
import type { DocumentRecord } from './document.js';
import { presentDocument } from './document.rules.js';
import { DocumentLinks } from './download/document-link.js';
import { type DocumentPage, DocumentListReadModel, type DocumentQuery } from './store/document-list.read-model.js';
import { DocumentRepository } from './store/document.repository.js';

/**
 * Documents of leads, deals and tasks. They are hidden with what they belong to, or with its lead, and come back with it; those of a lead that
 * went into another one stand with the survivor's until the merge is undone.
 */
@Injectable()
export class DocumentService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly subjects: AttachmentSubjectService,
    private readonly documents: DocumentRepository,
    private readonly pages: DocumentListReadModel,
    private readonly links: DocumentLinks,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.DEAL_NOT_FOUND`, `LEAD.TASK_NOT_FOUND` */
  list(of: AttachmentSubject, query: DocumentQuery): Promise<DocumentPage> {
    return this.database.read(async (tx) => {
      return this.pages.findPage(tx, tx.tenantId, await this.subjects.familyOf(tx, await this.subjects.find(tx, of)), query);
    });
  }

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.DEAL_NOT_FOUND`, `LEAD.TASK_NOT_FOUND`, `LEAD.DOCUMENT_NOT_FOUND` */
  delete(of: AttachmentSubject, documentId: Uuid): Promise<void> {
    return this.database.write(async (tx) => {
      const document = await this.findForUpdate(tx, of, documentId);
      if (document.deletedAt !== null) throw documentErrors.DOCUMENT_NOT_FOUND();
      await this.documents.updateDeletedAt(tx, tx.tenantId, documentId, this.clock.now());
    });
  }

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.DEAL_NOT_FOUND`, `LEAD.TASK_NOT_FOUND`, `LEAD.DOCUMENT_NOT_FOUND`, `LEAD.DOCUMENT_NOT_DELETED` */
  restore(of: AttachmentSubject, documentId: Uuid): Promise<LeadDocument> {
    return this.database.write(async (tx) => {
      const document = await this.findForUpdate(tx, of, documentId);
      if (document.deletedAt === null) throw documentErrors.DOCUMENT_NOT_DELETED();
      await this.documents.updateDeletedAt(tx, tx.tenantId, documentId, null);
      return presentDocument(document);
    });
  }

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.DEAL_NOT_FOUND`, `LEAD.TASK_NOT_FOUND`, `LEAD.DOCUMENT_NOT_FOUND` */
  link(of: AttachmentSubject, documentId: Uuid): Promise<DocumentLink> {
    return this.database.read(async (tx) => {
      const subjects = await this.subjects.familyOf(tx, await this.subjects.find(tx, of));
      const document = belonging(subjects, await this.documents.findById(tx, tx.tenantId, documentId));
      if (document.deletedAt !== null) throw documentErrors.DOCUMENT_NOT_FOUND();
      const { token, expiresAt } = this.links.sign({ tenantId: tx.tenantId, documentId }, this.clock.now());
      return { path: `/v1/documents/${token}`, expiresAt: expiresAt.toISOString() };
    });
  }

  private async findForUpdate(tx: Tx, of: AttachmentSubject, documentId: Uuid): Promise<DocumentRecord> {
    const subjects = await this.subjects.familyOf(tx, await this.subjects.hold(tx, of));
    return belonging(subjects, await this.documents.findForUpdate(tx, tx.tenantId, documentId));
  }
}

/** Only under what it belongs to. */
function belonging({ kind, ids }: AttachmentSubjects, document: DocumentRecord | undefined): DocumentRecord {
  if (!document || document.subject.kind !== kind || !ids.includes(document.subject.id)) throw documentErrors.DOCUMENT_NOT_FOUND();
  return document;
}
