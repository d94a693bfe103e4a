import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '@leadstream/kernel';
import { type SystemTx, TenantDatabase } from '@leadstream/persistence';
import { errorType, logger } from '@leadstream/telemetry';
import { CLOCK } from '../../tokens.js';
import type { DocumentPlace } from '../document.js';
import { DocumentStorage, type WholeFile } from './document-storage.js';
import { DocumentRepository } from '../store/document.repository.js';

const log = logger('documents');

/** An upload that began so long ago has no process any more that could end it. */
const ABANDONED_AFTER_MS = 60 * 60_000;

/** The bytes of documents that are not stored yet: brought to the storage, or taken back before their row goes. */
@Injectable()
export class DocumentBytesService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly documents: DocumentRepository,
    private readonly storage: DocumentStorage,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `LEAD.DOCUMENT_STORAGE` */
  put(place: DocumentPlace, file: WholeFile): Promise<void> {
    return this.storage.put(place, file);
  }

  /**
   * Never touches a document that is stored, and never fails: what cannot be done now is left to the sweep.
   * @returns whether nothing is left of it
   */
  async discard({ tenantId, documentId }: DocumentPlace): Promise<boolean> {
    try {
      const mayGo = await this.database.inTenant(tenantId, (tx) => this.documents.markDiscarded(tx, tenantId, documentId));
      if (!mayGo) return false;
      await this.storage.delete({ tenantId, documentId });
      await this.database.inTenant(tenantId, (tx) => this.documents.remove(tx, tenantId, documentId));
      return true;
    } catch (error) {
      log.warn('document_not_discarded', { reason: errorType(error) });
      return false;
    }
  }

  /** Uploads of every tenant that were left behind. */
  findAbandoned(tx: SystemTx): Promise<DocumentPlace[]> {
    return this.documents.findAbandoned(tx, new Date(this.clock.now().getTime() - ABANDONED_AFTER_MS));
  }
}
