import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { logger } from '@leadstream/telemetry';
import type { LeadConfig } from '../../config.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { WorkLoop } from '../../work/work-loop.js';
import { MembershipService } from '../membership/membership.service.js';
import { SegmentRepository } from '../store/segment.repository.js';
import { SegmentFillService } from './segment-fill.service.js';
import { SliceFailure } from './slice-failure.js';

const log = logger('segment-worker');

const TENANTS_AT_ONCE = 20;

type WorkerConfig = Pick<LeadConfig, 'ROLE' | 'SEGMENT_POLL_MS'>;

/** Fills segments, and moves leads at the instants at which time does. Run as many as you like: what was done stands in the rows. */
@Injectable()
export class SegmentWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: WorkLoop;

  constructor(
    private readonly database: TenantDatabase,
    private readonly segments: SegmentRepository,
    private readonly fills: SegmentFillService,
    private readonly memberships: MembershipService,
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

  /** Something may be waiting: look now. */
  wake(): void {
    this.#loop.wake();
  }

  /** @returns whether there may be more to do at once */
  async #turn(): Promise<boolean> {
    try {
      const tenants = await this.database.withoutTenant((tx) => this.segments.findTenants(tx, this.clock.now(), TENANTS_AT_ONCE));
      let isMore = false;
      for (const tenantId of tenants) {
        if (this.#loop.isStopping) break;
        isMore = (await this.#serve(tenantId)) || isMore;
      }
      return isMore;
    } catch (error) {
      log.warn('segment_turn_failed', { error });
      return false;
    }
  }

  /** A tenant's trouble is its own. */
  async #serve(tenantId: Uuid): Promise<boolean> {
    try {
      const due = await this.database.inTenant(tenantId, (tx) => this.memberships.judgeDue(tx));
      return (await this.#fill(tenantId)) || due > 0;
    } catch (error) {
      log.warn('segment_tenant_failed', { error });
      return false;
    }
  }

  /** @returns whether there may be more to fill at once: others where one failed */
  async #fill(tenantId: Uuid): Promise<boolean> {
    try {
      return await this.database.inTenant(tenantId, (tx) => this.fills.goOn(tx));
    } catch (failure) {
      if (!(failure instanceof SliceFailure)) throw failure;
      const { segment, leads, cause } = failure;
      log.warn('segment_slice_failed', { segmentId: segment.segmentId, leads, error: cause });
      await this.database.inTenant(tenantId, (tx) => this.fills.putOff(tx, failure));
      return true;
    }
  }
}
