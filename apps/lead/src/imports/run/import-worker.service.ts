import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { TenantDatabase } from '@leadstream/persistence';
import { logger } from '@leadstream/telemetry';
import type { LeadConfig } from '../../config.js';
import { CONFIG } from '../../tokens.js';
import { WorkLoop } from '../../work/work-loop.js';
import { ImportProgressService } from '../apply/import-progress.service.js';
import { LeaseLost } from '../apply/lease-lost.js';
import { type ImportClaim, ImportRepository } from '../store/import.repository.js';
import { ImportRunService } from './import-run.service.js';

const log = logger('import-worker');

/** Claims in a row without one committed row after which an import is given up. */
const MAX_ATTEMPTS = 10;

type WorkerConfig = Pick<LeadConfig, 'ROLE' | 'IMPORT_LEASE_MS' | 'IMPORT_POLL_MS' | 'IMPORT_SLICE_MS'>;

/** Looks for waiting imports and works on one at a time, tenants in turn. Run as many as you like: a lease keeps them apart. */
@Injectable()
export class ImportWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: WorkLoop;
  #lastTurnMs: number | undefined;

  constructor(
    private readonly database: TenantDatabase,
    private readonly imports: ImportRepository,
    private readonly runs: ImportRunService,
    private readonly progress: ImportProgressService,
    @Inject(CONFIG) private readonly config: WorkerConfig,
  ) {
    this.#loop = new WorkLoop(config.IMPORT_POLL_MS, () => this.#turn());
  }

  onApplicationBootstrap(): void {
    if (this.config.ROLE.includes('worker')) this.#loop.start();
  }

  /** Ends the batch in work and hands the import back. */
  beforeApplicationShutdown(): Promise<void> {
    return this.#loop.stop();
  }

  /** Something may be waiting: look now. */
  wake(): void {
    this.#loop.wake();
  }

  /** Instant (epoch ms) of the last sign of life; undefined before the first. */
  get lastTurnMs(): number | undefined {
    return this.#lastTurnMs;
  }

  /** @returns whether there may be more to do at once */
  async #turn(): Promise<boolean> {
    try {
      const claim = await this.database.withoutTenant((tx) => this.imports.claim(tx, this.config.IMPORT_LEASE_MS / 1_000));
      this.#lastTurnMs = Date.now();
      if (claim) await this.#serve(claim);
      return claim !== undefined;
    } catch (error) {
      log.warn('import_turn_failed', { error });
      return false;
    }
  }

  async #serve(claim: ImportClaim): Promise<void> {
    const { tenantId, importId, attempts } = claim;
    if (attempts > MAX_ATTEMPTS) {
      log.error('import_given_up', { importId, attempts });
      return this.database.inTenant(tenantId, (tx) => this.progress.fail(tx, claim));
    }
    const startedMs = performance.now();
    try {
      await this.runs.run(claim, () => this.#shouldPause(claim, startedMs));
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error;
      log.info('import_lease_lost', { importId });
    }
  }

  async #shouldPause({ tenantId }: ImportClaim, startedMs: number): Promise<boolean> {
    this.#lastTurnMs = Date.now();
    if (this.#loop.isStopping) return true;
    if (performance.now() - startedMs < this.config.IMPORT_SLICE_MS) return false;
    return this.database.withoutTenant((tx) => this.imports.isOtherTenantWaiting(tx, tenantId));
  }
}
