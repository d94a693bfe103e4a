import { Inject, Injectable } from '@nestjs/common';
import type { LeadDocument } from '@leadstream/contracts';
import type { Clock, IdSource, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { currentCaller } from '../../current-tenant.js';
import { LeadEditService } from '../../lead-store/lead-edit.service.js';
import { CLOCK, IDS } from '../../tokens.js';
import { documentErrors } from '../document.errors.js';
import type { DocumentRecord } from '../document.js';
import { plainFileName, presentDocument } from '../document.rules.js';
import { DocumentBytesService } from '../storage/document-bytes.service.js';
import { DocumentRepository } from '../store/document.repository.js';
import { takenMediaType } from './media-type.js';
import type { ReceivedDocument } from './receive-document.js';

/** Stores uploads: first the row that says so, then the bytes, then the row that shows them; what fails on the way is taken back. */
@Injectable()
export class DocumentUploadService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly leads: LeadEditService,
    private readonly documents: DocumentRepository,
    private readonly bytes: DocumentBytesService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @throws DomainError `LEAD.NOT_FOUND` */
  async demandLead(leadId: Uuid): Promise<void> {
    await this.database.read((tx) => this.leads.find(tx, leadId));
  }

  /**
   * The spooled file is the caller's to dispose of.
   * @throws DomainError `LEAD.NOT_FOUND`, `LEAD.DOCUMENT_TYPE`, `LEAD.DOCUMENT_STORAGE`
   */
  async upload(leadId: Uuid, { file, fileName }: ReceivedDocument): Promise<LeadDocument> {
    const { tenantId, actor: author } = currentCaller();
    const mediaType = await takenMediaType(file);
    const { sizeBytes, sha256 } = file;
    const documentId = this.ids.next();
    const what = { subject: { kind: 'lead', id: leadId } as const, fileName: plainFileName(fileName), mediaType, sizeBytes, sha256 };
    const document = { documentId, ...what, author, createdAt: this.clock.now(), deletedAt: null };
    await this.database.inTenant(tenantId, (tx) => this.documents.create(tx, tenantId, document));
    try {
      await this.bytes.put({ tenantId, documentId }, file);
      const kept = await this.database.write((tx) => this.finish(tx, document));
      // A repeated request got the first one's answer: its own bytes are one too many.
      if (kept.id !== documentId) await this.bytes.discard({ tenantId, documentId });
      return kept;
    } catch (error) {
      await this.bytes.discard({ tenantId, documentId });
      throw error;
    }
  }

  private async finish(tx: Tx, document: DocumentRecord): Promise<LeadDocument> {
    await this.leads.find(tx, document.subject.id);
    const wasUploading = await this.documents.markStored(tx, tx.tenantId, document.documentId);
    if (!wasUploading) throw documentErrors.DOCUMENT_STORAGE({ detail: 'The upload took too long.' });
    return presentDocument(document);
  }
}
