import { Injectable } from '@nestjs/common';
import type { ImportJob } from '@leadstream/contracts';
import { type RequestContext, runInContext, type Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { currentTraceparent, logger } from '@leadstream/telemetry';
import { ImportTellingService } from '../apply/import-telling.service.js';
import { type AcceptedUpload, ImportRepository } from '../store/import.repository.js';
import { presentImport, type StoredImport } from '../store/present-import.rules.js';

const log = logger('import-upload');

/** The import of an upload that is still coming in, which nobody sees. */
@Injectable()
export class UnfinishedUploadService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly imports: ImportRepository,
    private readonly telling: ImportTellingService,
  ) {}

  async begin(context: RequestContext, importId: Uuid, createdAt: Date): Promise<void> {
    const { tenantId } = context;
    await this.database.inTenant(tenantId, (tx) =>
      this.imports.create(tx, tenantId, importId, context, currentTraceparent() ?? null, createdAt),
    );
  }

  /**
   * Makes it visible. The boundary between parts differs in every request, so the edge could not tell whether two uploads are the same: this can.
   * @param fingerprint of the file and its options
   * @returns that of the upload before, of which this one is a repetition
   */
  async accept(context: RequestContext, upload: AcceptedUpload, fingerprint: string, createdAt: Date): Promise<ImportJob> {
    const { idempotency, ...rest } = context;
    const own = idempotency && { key: idempotency.key, fingerprint, replayed: false };
    const job = await runInContext(own ? { ...rest, idempotency: own } : rest, () =>
      this.database.write(async (tx) => {
        if (!(await this.imports.updateToAccepted(tx, tx.tenantId, upload))) throw new Error('the upload was taken for abandoned');
        const { importId, status, plan, rowsTotal } = upload;
        // Of a file that is read behind, it is told once that was.
        if (status !== 'reading') await this.telling.received(tx, { ...upload, status }, createdAt);
        if (status === 'pending') await this.telling.started(tx, importId, plan, rowsTotal, createdAt);
        return presentImport(acceptedImport(upload, context, createdAt), createdAt);
      }),
    );
    if (idempotency && own) idempotency.replayed = own.replayed;
    return job;
  }

  async discard(tenantId: Uuid, importId: Uuid): Promise<void> {
    try {
      await this.database.inTenant(tenantId, (tx) => this.imports.delete(tx, tenantId, importId));
    } catch (error) {
      // The worker removes what is left of it later.
      log.warn('import_discard_failed', { error });
    }
  }
}

function acceptedImport(
  { importId, status, plan, rowsTotal, sizeBytes, fileName }: AcceptedUpload,
  { actor }: RequestContext,
  createdAt: Date,
): StoredImport {
  const counts = { rowsTotal, rowsDone: 0, rowsCreated: 0, rowsUpdated: 0, rowsSkipped: 0, rowsFailed: 0, rowsWarned: 0 };
  const open = { isDry: false, reversedTo: null, leadsReverted: 0, leadsConflicted: 0, reversalAskedAt: null };
  const unknown = { errorCode: null, errorMessage: null, startedAt: null, completedAt: null };
  const maker = { actorKind: actor.kind, actorId: actor.id };
  return { importId, status, plan, sizeBytes, fileName, createdAt, ...maker, ...counts, ...open, ...unknown };
}
