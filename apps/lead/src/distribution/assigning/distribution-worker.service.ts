import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { logger } from '@leadstream/telemetry';
import type { LeadConfig } from '../../config.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { WorkLoop } from '../../work/work-loop.js';
import { ReassignmentService } from '../response/reassignment.service.js';
import { AssignmentService } from './assignment.service.js';
import { QueueRepository } from './queue.repository.js';

const log = logger('distribution-worker');

const TENANTS_AT_ONCE = 20;

type WorkerConfig = Pick<LeadConfig, 'ROLE' | 'DISTRIBUTION_POLL_MS' | 'DISTRIBUTION_BATCH_LEADS'>;

/** Looks for leads that wait for an owner and for responses that were missed, tenants in turn. Run as many as you like: a lock keeps them apart. */
@Injectable()
export class DistributionWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: WorkLoop;

  constructor(
    private readonly database: TenantDatabase,
    private readonly queue: QueueRepository,
    private readonly assignments: AssignmentService,
    private readonly reassignments: ReassignmentService,
    @Inject(CONFIG) private readonly config: WorkerConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.#loop = new WorkLoop(config.DISTRIBUTION_POLL_MS, () => this.#turn());
  }

  onApplicationBootstrap(): void {
    if (this.config.ROLE.includes('worker')) this.#loop.start();
  }

  /** Ends the batch in work. */
  beforeApplicationShutdown(): Promise<void> {
    return this.#loop.stop();
  }

  /** @returns whether there may be more to do at once */
  async #turn(): Promise<boolean> {
    try {
      const tenants = await this.database.withoutTenant((tx) => this.queue.findTenants(tx, this.clock.now(), TENANTS_AT_ONCE));
      let looked = 0;
      for (const tenantId of tenants) if (!this.#loop.isStopping) looked += await this.#serve(tenantId);
      // Leads that somebody else holds are due, but not to be had.
      return looked > 0;
    } catch (error) {
      log.warn('distribution_turn_failed', { error });
      return false;
    }
  }

  /** What fails with one tenant does not keep others waiting. */
  async #serve(tenantId: Uuid): Promise<number> {
    const most = this.config.DISTRIBUTION_BATCH_LEADS;
    try {
      const missed = await this.database.inTenant(tenantId, (tx) => this.reassignments.reassign(tx, most));
      return missed + (await this.database.inTenant(tenantId, (tx) => this.assignments.distribute(tx, most)));
    } catch (error) {
      log.warn('distribution_failed', { error });
      return 0;
    }
  }
}
