import { Inject, Injectable } from '@nestjs/common';
import type { DocumentLink, LeadDocument } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { LeadEditService } from '../lead-store/lead-edit.service.js';
import { MergePointerReadModel } from '../lead-store/merge-pointer.read-model.js';
import { CLOCK } from '../tokens.js';
import { documentErrors } from './document.errors.js';
import type { DocumentRecord } from './document.js';
import { presentDocument } from './document.rules.js';
import { DocumentLinks } from './download/document-link.js';
import { type DocumentPage, DocumentListReadModel, type DocumentQuery } from './store/document-list.read-model.js';
import { DocumentRepository } from './store/document.repository.js';

/**
 * Documents of leads. Those of a deleted lead are hidden with it, and come back with it; those of a lead that went into another one stand
 * with the survivor's until the merge is undone.
 */
@Injectable()
export class DocumentService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly leads: LeadEditService,
    private readonly pointers: MergePointerReadModel,
    private readonly documents: DocumentRepository,
    private readonly pages: DocumentListReadModel,
    private readonly links: DocumentLinks,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `LEAD.NOT_FOUND` */
  list(leadId: Uuid, query: DocumentQuery): Promise<DocumentPage> {
    return this.database.read(async (tx) => {
      return this.pages.findPage(tx, tx.tenantId, { kind: 'lead', ids: await this.familyOf(tx, leadId) }, query);
    });
  }

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.DOCUMENT_NOT_FOUND` */
  delete(leadId: Uuid, documentId: Uuid): Promise<void> {
    return this.database.write(async (tx) => {
      const document = await this.findForUpdate(tx, leadId, documentId);
      if (document.deletedAt !== null) throw documentErrors.DOCUMENT_NOT_FOUND();
      await this.documents.updateDeletedAt(tx, tx.tenantId, documentId, this.clock.now());
    });
  }

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.DOCUMENT_NOT_FOUND`, `LEAD.DOCUMENT_NOT_DELETED` */
  restore(leadId: Uuid, documentId: Uuid): Promise<LeadDocument> {
    return this.database.write(async (tx) => {
      const document = await this.findForUpdate(tx, leadId, documentId);
      if (document.deletedAt === null) throw documentErrors.DOCUMENT_NOT_DELETED();
      await this.documents.updateDeletedAt(tx, tx.tenantId, documentId, null);
      return presentDocument(document);
    });
  }

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.DOCUMENT_NOT_FOUND` */
  link(leadId: Uuid, documentId: Uuid): Promise<DocumentLink> {
    return this.database.read(async (tx) => {
      const document = await this.find(tx, leadId, await this.documents.findById(tx, tx.tenantId, documentId));
      if (document.deletedAt !== null) throw documentErrors.DOCUMENT_NOT_FOUND();
      const { token, expiresAt } = this.links.sign({ tenantId: tx.tenantId, documentId }, this.clock.now());
      return { path: `/v1/documents/${token}`, expiresAt: expiresAt.toISOString() };
    });
  }

  private async findForUpdate(tx: Tx, leadId: Uuid, documentId: Uuid): Promise<DocumentRecord> {
    return this.find(tx, leadId, await this.documents.findForUpdate(tx, tx.tenantId, documentId));
  }

  /** Only under the lead that it belongs to, and only while that one is there. */
  private async find(tx: Tx, leadId: Uuid, document: DocumentRecord | undefined): Promise<DocumentRecord> {
    const family = await this.familyOf(tx, leadId);
    if (!document || !family.includes(document.subject.id)) throw documentErrors.DOCUMENT_NOT_FOUND();
    return document;
  }

  private async familyOf(tx: Tx, leadId: Uuid): Promise<Uuid[]> {
    await this.leads.find(tx, leadId);
    return this.pointers.findFamily(tx, tx.tenantId, leadId);
  }
}
