import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { logger } from '@leadstream/telemetry';
import type { LeadConfig } from '../../config.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { WorkLoop } from '../../work/work-loop.js';
import { TemperatureRepository } from './temperature.repository.js';
import { TemperatureService } from './temperature.service.js';

const log = logger('temperature-worker');

const TENANTS_AT_ONCE = 20;

type WorkerConfig = Pick<LeadConfig, 'ROLE' | 'SEGMENT_POLL_MS'>;

/** Tells of temperatures at the instants at which time changes them, as often as segments look. Run as many as you like: a lock keeps them apart. */
@Injectable()
export class TemperatureWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: WorkLoop;

  constructor(
    private readonly database: TenantDatabase,
    private readonly repository: TemperatureRepository,
    private readonly temperatures: TemperatureService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: WorkerConfig,
  ) {
    this.#loop = new WorkLoop(config.SEGMENT_POLL_MS, () => this.#turn());
  }

  onApplicationBootstrap(): void {
    if (this.config.ROLE.includes('worker')) this.#loop.start();
  }

  /** Ends the leads in work. */
  beforeApplicationShutdown(): Promise<void> {
    return this.#loop.stop();
  }

  /** @returns whether there may be more to do at once */
  async #turn(): Promise<boolean> {
    try {
      const tenants = await this.database.withoutTenant((tx) => this.repository.findTenantsDue(tx, this.clock.now(), TENANTS_AT_ONCE));
      let judged = 0;
      for (const tenantId of tenants) if (!this.#loop.isStopping) judged += await this.#serve(tenantId);
      return judged > 0;
    } catch (error) {
      log.warn('temperature_turn_failed', { error });
      return false;
    }
  }

  /** A tenant's trouble is its own. */
  async #serve(tenantId: Uuid): Promise<number> {
    try {
      return await this.database.inTenant(tenantId, (tx) => this.temperatures.judgeNext(tx));
    } catch (error) {
      log.warn('temperature_tenant_failed', { error });
      return 0;
    }
  }
}
