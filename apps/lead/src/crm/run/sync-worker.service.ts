import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { TenantDatabase } from '@leadstream/persistence';
import { logger } from '@leadstream/telemetry';
import type { LeadConfig } from '../../config.js';
import { CONFIG } from '../../tokens.js';
import { WorkLoop } from '../../work/work-loop.js';
import { SyncRunRepository } from './sync-run.repository.js';
import { type RunClaim, SyncRunLost } from './sync-run.js';
import { SyncTurnService } from './sync-turn.service.js';

const log = logger('crm-sync-worker');

type WorkerConfig = Pick<LeadConfig, 'ROLE' | 'CRM_LEASE_MS' | 'CRM_POLL_MS'>;

/** Looks for syncs that have something to do, and gives each its turn. Run as many as you like: a lease keeps them apart. */
@Injectable()
export class SyncWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: WorkLoop;

  constructor(
    private readonly database: TenantDatabase,
    private readonly runs: SyncRunRepository,
    private readonly turns: SyncTurnService,
    @Inject(CONFIG) private readonly config: WorkerConfig,
  ) {
    this.#loop = new WorkLoop(config.CRM_POLL_MS, () => this.#turn());
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
      const claim = await this.database.withoutTenant((tx) => this.runs.claim(tx, this.config.CRM_LEASE_MS / 1_000));
      if (claim) await this.#serve(claim);
      return claim !== undefined;
    } catch (error) {
      log.warn('crm_sync_turn_failed', { error });
      return false;
    }
  }

  async #serve(claim: RunClaim): Promise<void> {
    try {
      await this.turns.take(claim, () => this.#loop.isStopping);
    } catch (error) {
      if (!(error instanceof SyncRunLost)) throw error;
      log.info('crm_sync_lost', { runId: claim.runId });
    }
  }
}
