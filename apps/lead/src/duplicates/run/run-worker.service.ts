import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { TenantDatabase } from '@leadstream/persistence';
import { logger } from '@leadstream/telemetry';
import type { LeadConfig } from '../../config.js';
import { CONFIG } from '../../tokens.js';
import { WorkLoop } from '../../work/work-loop.js';
import { type RunClaim, RunLost } from './duplicate-run.js';
import { RunEndService } from './run-end.service.js';
import { RunExecutionService } from './run-execution.service.js';
import { RunRepository } from './run.repository.js';

const log = logger('duplicate-run-worker');

/** Claims in a row that did not get a run on, after which it is given up. */
const MAX_ATTEMPTS = 10;

type WorkerConfig = Pick<LeadConfig, 'ROLE' | 'DUPLICATE_LEASE_MS' | 'DUPLICATE_POLL_MS'>;

/** Looks for waiting runs and works on one at a time, first come first served. Run as many as you like: a lease keeps them apart. */
@Injectable()
export class DuplicateRunWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: WorkLoop;

  constructor(
    private readonly database: TenantDatabase,
    private readonly runs: RunRepository,
    private readonly execution: RunExecutionService,
    private readonly end: RunEndService,
    @Inject(CONFIG) private readonly config: WorkerConfig,
  ) {
    this.#loop = new WorkLoop(config.DUPLICATE_POLL_MS, () => this.#turn());
  }

  onApplicationBootstrap(): void {
    if (this.config.ROLE.includes('worker')) this.#loop.start();
  }

  /** Ends the page in work and hands the run back. */
  beforeApplicationShutdown(): Promise<void> {
    return this.#loop.stop();
  }

  /** Something may be waiting: look now. */
  wake(): void {
    this.#loop.wake();
  }

  /** @returns whether there may be more to do at once */
  async #turn(): Promise<boolean> {
    try {
      const claim = await this.database.withoutTenant((tx) => this.runs.claim(tx, this.config.DUPLICATE_LEASE_MS / 1_000));
      if (claim) await this.#serve(claim);
      return claim !== undefined;
    } catch (error) {
      log.warn('duplicate_run_turn_failed', { error });
      return false;
    }
  }

  async #serve(claim: RunClaim): Promise<void> {
    const { runId, attempts } = claim;
    try {
      if (attempts <= MAX_ATTEMPTS) return await this.execution.run(claim, () => this.#loop.isStopping);
      log.error('duplicate_run_given_up', { runId, attempts });
      await this.end.fail(claim);
    } catch (error) {
      if (!(error instanceof RunLost)) throw error;
      log.info('duplicate_run_lost', { runId });
    }
  }
}
