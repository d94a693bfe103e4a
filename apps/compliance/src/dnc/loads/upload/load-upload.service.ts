import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type DncLoad, type DncLoadOptions, dncLoadReceivedV1 } from '@leadstream/contracts';
import { requestRun } from '@leadstream/jobs';
import { type Clock, currentContext, type IdSource, type RequestContext, runInContext, type Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase } from '@leadstream/persistence';
import { logger } from '@leadstream/telemetry';
import { currentTenantId } from '../../../current-tenant.js';
import { CLOCK, IDS } from '../../../tokens.js';
import { ListReadModel } from '../../lists/list.read-model.js';
import { acceptedLoad, heedListedAt, LOAD_JOB, RECEIVED, refuseOutdated, toldReceipt } from '../load.rules.js';
import { LoadFileService, type StoredFile } from '../store/load-file.service.js';
import { LoadRepository } from '../store/load.repository.js';
import type { Reception } from './receive-load.js';

const log = logger('dnc-load-upload');

/** An upload under way. */
export interface Upload {
  readonly tenantId: Uuid;
  readonly id: Uuid;
  readonly options: DncLoadOptions;
  readonly listedAt: Date;
  readonly createdAt: Date;
}

/**
 * Takes files of phone numbers in. What is refused or cut off leaves nothing behind; what was answered with 202 is told, and will be
 * loaded, or refused with a reason.
 */
@Injectable()
export class LoadUploadService implements Reception<DncLoadOptions, Upload, StoredFile, DncLoad> {
  constructor(
    private readonly database: TenantDatabase,
    private readonly loads: LoadRepository,
    private readonly lists: ListReadModel,
    private readonly files: LoadFileService,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @throws DomainError `COMPLIANCE.DNC_LOAD_OPTIONS`, `COMPLIANCE.DNC_LOAD_OUTDATED` */
  async open(options: DncLoadOptions): Promise<Upload> {
    const createdAt = this.clock.now();
    const listedAt = heedListedAt(options.listedAt, createdAt);
    const upload = { tenantId: currentTenantId(), id: this.ids.next(), options, listedAt, createdAt };
    await this.database.inTenant(upload.tenantId, async (tx) => {
      refuseOutdated(await this.lists.find(tx, tx.tenantId, options.source), listedAt);
      await this.loads.create(tx, tx.tenantId, upload.id, options, listedAt, createdAt);
    });
    return upload;
  }

  /** @throws DomainError `COMPLIANCE.DNC_LOAD_TOO_LARGE` */
  store({ tenantId, id }: Upload, bytes: AsyncIterable<Buffer>): Promise<StoredFile> {
    return this.files.write(tenantId, id, bytes);
  }

  /** The boundary between parts differs in every request, so the edge could not tell whether two uploads are the same: this can. */
  async close(upload: Upload, { sizeBytes, digest }: StoredFile): Promise<DncLoad> {
    const { idempotency, ...rest } = currentContext() as RequestContext;
    const fingerprint = createHash('sha256')
      .update(JSON.stringify(['dnc-load', digest, upload.options]))
      .digest('hex');
    const own = idempotency && { key: idempotency.key, fingerprint, replayed: false };
    const load = await runInContext(own ? { ...rest, idempotency: own } : rest, () =>
      this.database.write(async (tx) => {
        if (!(await this.loads.updateToPending(tx, tx.tenantId, upload.id, sizeBytes)))
          throw new Error('the upload was taken for abandoned');
        const time = this.clock.now();
        await this.outbox.add(tx, dncLoadReceivedV1, { data: toldReceipt(upload, sizeBytes, time), sequence: RECEIVED, time });
        return acceptedLoad(upload, sizeBytes);
      }),
    );
    if (idempotency && own) idempotency.replayed = own.replayed;
    await (load.id === upload.id ? this.#askForJob() : this.discard(upload));
    return load;
  }

  async discard({ tenantId, id }: Upload): Promise<void> {
    try {
      await this.database.inTenant(tenantId, (tx) => this.loads.deleteUploading(tx, tenantId, id));
    } catch (error) {
      // The job removes what is left of it later.
      log.warn('dnc_load_discard_failed', { error });
    }
  }

  /** It looks by itself, too: this is to have it look at once. */
  async #askForJob(): Promise<void> {
    try {
      await this.database.withoutTenant((tx) => requestRun(tx, LOAD_JOB, 'upload'));
    } catch (error) {
      log.warn('dnc_load_not_asked_for', { error });
    }
  }
}
