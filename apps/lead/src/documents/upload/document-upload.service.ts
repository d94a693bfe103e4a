import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { LeadDocument } from '@leadstream/contracts';
import { type Clock, type IdSource, runInContext } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import type { AttachmentSubject } from '../../attachment-store/attachment-subject.js';
import { currentCaller } from '../../current-tenant.js';
import { CLOCK, IDS } from '../../tokens.js';
import { DocumentEditService } from '../store/document-edit.service.js';
import { plainFileName, presentDocument } from '../document.rules.js';
import { DocumentBytesService } from '../storage/document-bytes.service.js';
import { takenMediaType } from './media-type.js';
import type { ReceivedDocument } from './receive-document.js';

/** Stores uploads: first the row that says so, then the bytes, then the row that shows them; what fails on the way is taken back. */
@Injectable()
export class DocumentUploadService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly documents: DocumentEditService,
    private readonly bytes: DocumentBytesService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.DEAL_NOT_FOUND`, `LEAD.TASK_NOT_FOUND` */
  async demand(subject: AttachmentSubject): Promise<void> {
    await this.database.read((tx) => this.documents.shownWith(tx, subject));
  }

  /**
   * The spooled file is the caller's to dispose of.
   * @throws DomainError `LEAD.NOT_FOUND`, `LEAD.DEAL_NOT_FOUND`, `LEAD.TASK_NOT_FOUND`, `LEAD.DOCUMENT_TYPE`, `LEAD.DOCUMENT_STORAGE`,
   * `IDEMPOTENCY.KEY_REUSED` for another file
   */
  async upload(subject: AttachmentSubject, received: ReceivedDocument): Promise<LeadDocument> {
    const { file, fileName } = received;
    const { tenantId, actor: author } = currentCaller();
    const mediaType = await takenMediaType(file);
    const { sizeBytes, sha256 } = file;
    const documentId = this.ids.next();
    const what = { fileName: plainFileName(fileName), mediaType, sizeBytes, sha256, author, createdAt: this.clock.now(), deletedAt: null };
    const document = await this.database.inTenant(tenantId, (tx) =>
      this.documents.create(tx, subject, { documentId, version: 1, ...what }),
    );
    try {
      await this.bytes.put({ tenantId, documentId }, file);
      const kept = await onceFor(received, () =>
        this.database.write(async (tx) => {
          await this.documents.finish(tx, document, this.clock.now());
          return presentDocument(document);
        }),
      );
      // A repeated request got the first one's answer: its own bytes are one too many.
      if (kept.id !== documentId) await this.bytes.discard({ tenantId, documentId });
      return kept;
    } catch (error) {
      await this.bytes.discard({ tenantId, documentId });
      throw error;
    }
  }
}

/** The boundary between parts differs in every request, so the edge could not tell whether two uploads are the same: this can. */
async function onceFor<T>({ file, fileName }: ReceivedDocument, write: () => Promise<T>): Promise<T> {
  const context = currentCaller();
  if (!context.idempotency) return write();
  const { key, fingerprint } = context.idempotency;
  const digest = createHash('sha256').update(JSON.stringify(['document', fingerprint, file.sha256, fileName ?? null]));
  const own = { key, fingerprint: digest.digest('hex'), replayed: false };
  const answer = await runInContext({ ...context, idempotency: own }, write);
  context.idempotency.replayed = own.replayed;
  return answer;
}
