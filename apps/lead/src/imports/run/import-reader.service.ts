import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { TenantDatabase } from '@leadstream/persistence';
import { logger } from '@leadstream/telemetry';
import type { LeadConfig } from '../../config.js';
import { CONFIG } from '../../tokens.js';
import { WorkLoop } from '../../work/work-loop.js';
import { importErrors } from '../import.errors.js';
import type { ImportClaim } from '../store/import.repository.js';
import { ReadingRepository } from '../store/reading.repository.js';
import { ImportReadingService } from './import-reading.service.js';
import { ImportWorker } from './import-worker.service.js';

const log = logger('import-reader');

/** Claims after which a file is given up. */
const MAX_ATTEMPTS = 10;

type ReaderConfig = Pick<LeadConfig, 'ROLE' | 'IMPORT_LEASE_MS' | 'IMPORT_POLL_MS'>;

/** Looks for files that wait to be read to their end, one at a time; beside the imports that are worked on, which would have to wait for a minute and more. */
@Injectable()
export class ImportReader implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: WorkLoop;
  readonly #stopping = new AbortController();

  constructor(
    private readonly database: TenantDatabase,
    private readonly readings: ReadingRepository,
    private readonly reading: ImportReadingService,
    private readonly worker: ImportWorker,
    @Inject(CONFIG) private readonly config: ReaderConfig,
  ) {
    this.#loop = new WorkLoop(config.IMPORT_POLL_MS, () => this.#turn());
  }

  onApplicationBootstrap(): void {
    if (this.config.ROLE.includes('worker')) this.#loop.start();
  }

  /** Hands back what is being read. */
  beforeApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    return this.#loop.stop();
  }

  /** Something may be waiting: look now. */
  wake(): void {
    this.#loop.wake();
  }

  /** @returns whether there may be more to do at once */
  async #turn(): Promise<boolean> {
    try {
      const claim = await this.database.withoutTenant((tx) => this.readings.claim(tx, this.config.IMPORT_LEASE_MS / 1_000));
      if (claim) await this.#serve(claim);
      return claim !== undefined;
    } catch (error) {
      log.warn('import_reading_failed', { error });
      return false;
    }
  }

  async #serve(claim: ImportClaim): Promise<void> {
    const { importId, attempts } = claim;
    if (attempts > MAX_ATTEMPTS) {
      log.error('import_given_up', { importId, attempts });
      const { code, title } = importErrors.IMPORT_STUCK();
      return this.reading.giveUp(claim, { code, message: title });
    }
    await this.reading.read(claim, this.#stopping.signal);
    this.worker.wake();
  }
}
