import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { AttachmentSubjectService } from '../../attachment-store/attachment-subject.service.js';
import type { AttachmentSubject, AttachmentSubjects } from '../../attachment-store/attachment-subject.js';
import { documentErrors } from '../document.errors.js';
import type { DocumentRecord } from '../document.js';
import { DocumentRepository } from './document.repository.js';
import { addedEvent, deletionEvent } from '../told-document.rules.js';

/** Finds documents under what they belong to, and changes them with their events. */
@Injectable()
export class DocumentEditService {
  constructor(
    private readonly subjects: AttachmentSubjectService,
    private readonly documents: DocumentRepository,
    private readonly outbox: Outbox,
  ) {}

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.DEAL_NOT_FOUND`, `LEAD.TASK_NOT_FOUND` */
  async shownWith(tx: Tx, of: AttachmentSubject): Promise<AttachmentSubjects> {
    return this.subjects.familyOf(tx, await this.subjects.find(tx, of));
  }

  /** Deleted ones too. @throws DomainError as `shownWith`, `LEAD.DOCUMENT_NOT_FOUND` */
  async find(tx: Tx, of: AttachmentSubject, documentId: Uuid): Promise<DocumentRecord> {
    return belonging(await this.shownWith(tx, of), await this.documents.findById(tx, tx.tenantId, documentId));
  }

  /** The same, locked. */
  async findForUpdate(tx: Tx, of: AttachmentSubject, documentId: Uuid): Promise<DocumentRecord> {
    const subjects = await this.subjects.familyOf(tx, await this.subjects.hold(tx, of));
    return belonging(subjects, await this.documents.findForUpdate(tx, tx.tenantId, documentId));
  }

  /** As `uploading`, which nobody is told. @throws DomainError as `shownWith` */
  async create(tx: Tx, of: AttachmentSubject, stated: Omit<DocumentRecord, 'subject'>): Promise<DocumentRecord> {
    const document = { ...stated, subject: await this.subjects.find(tx, of) };
    await this.documents.create(tx, tx.tenantId, document);
    return document;
  }

  /**
   * What was uploading is stored.
   * @throws DomainError as `shownWith`, `LEAD.DOCUMENT_STORAGE` when the sweep took it
   */
  async finish(tx: Tx, document: DocumentRecord, now: Date): Promise<void> {
    await this.subjects.hold(tx, document.subject);
    const wasUploading = await this.documents.markStored(tx, tx.tenantId, document.documentId);
    if (!wasUploading) throw documentErrors.DOCUMENT_STORAGE({ detail: 'The upload took too long.' });
    await this.outbox.addAll(tx, [addedEvent(document, now)]);
  }

  /** Deletes a document, or brings it back. @param before the document, locked */
  async changeDeletion(tx: Tx, before: DocumentRecord, deletedAt: Date | null, now: Date): Promise<void> {
    const document = { ...before, deletedAt, version: before.version + 1 };
    await this.documents.updateDeletedAt(tx, tx.tenantId, document);
    await this.outbox.addAll(tx, [deletionEvent(document, now)]);
  }
}

/** Only under what it belongs to. */
function belonging({ kind, ids }: AttachmentSubjects, document: DocumentRecord | undefined): DocumentRecord {
  if (!document || document.subject.kind !== kind || !ids.includes(document.subject.id)) throw documentErrors.DOCUMENT_NOT_FOUND();
  return document;
}
