import { Inject, Injectable } from '@nestjs/common';
import type { ImportJob } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import type { SystemTx } from '@leadstream/persistence';
import { CLOCK } from '../tokens.js';
import { importErrors } from './import.errors.js';
import {
  type ImportPage,
  type ImportQuery,
  ImportReadModel,
  type ImportReversalPage,
  type ImportReversalQuery,
  type ImportRowPage,
  type ImportRowQuery,
} from './store/import.read-model.js';
import { UploadedFileRepository } from './store/uploaded-file.repository.js';

/** An upload that took longer was cut off. */
const ABANDONED_AFTER_SECONDS = 3_600;

/** Rows that failed are mended and uploaded again within days; what is kept for longer would have to be searched whenever a person is erased. */
const FILE_KEPT_SECONDS = 7 * 24 * 3_600;

/** What clients see of imports, and what is left of those they never finished. */
@Injectable()
export class ImportService {
  constructor(
    private readonly uploads: UploadedFileRepository,
    private readonly imports: ImportReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async read(importId: Uuid): Promise<ImportJob> {
    const job = await this.imports.findById(importId, this.clock.now());
    if (!job) throw importErrors.IMPORT_NOT_FOUND();
    return job;
  }

  /** @throws DomainError `HTTP.BAD_CURSOR` */
  list(query: ImportQuery): Promise<ImportPage> {
    return this.imports.findPage(query, this.clock.now());
  }

  async listRows(importId: Uuid, query: ImportRowQuery): Promise<ImportRowPage> {
    return this.imports.findRows(await this.read(importId), query);
  }

  async listReversals(importId: Uuid, query: ImportReversalQuery): Promise<ImportReversalPage> {
    await this.read(importId);
    return this.imports.findReversals(importId, query);
  }

  /** @returns how many there were, of all tenants */
  discardAbandonedUploads(tx: SystemTx): Promise<number> {
    return this.uploads.deleteAbandoned(tx, ABANDONED_AFTER_SECONDS);
  }

  /** @returns of how many imports the files went, of all tenants */
  discardFiles(tx: SystemTx): Promise<number> {
    return this.uploads.deleteEnded(tx, FILE_KEPT_SECONDS);
  }
}
