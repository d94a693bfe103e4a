import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { QUEUE_REASONS } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import type { LeadConfig } from '../../config.js';
import { observeQueue, type QueueLevel } from '../../metrics.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { QueueRepository } from './queue.repository.js';

/** Tells metrics how many leads wait for an owner; asked when they are read. */
@Injectable()
export class QueueLevelService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #end: (() => void) | undefined;

  constructor(
    private readonly database: TenantDatabase,
    private readonly queue: QueueRepository,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<LeadConfig, 'ROLE'>,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.ROLE.includes('worker')) this.#end = observeQueue(() => this.read());
  }

  beforeApplicationShutdown(): void {
    this.#end?.();
  }

  private async read(): Promise<QueueLevel[]> {
    try {
      const waiting = await this.database.withoutTenant((tx) => this.queue.findLevels(tx));
      const now = this.clock.now().getTime();
      return QUEUE_REASONS.map((reason) => {
        const found = waiting.find((one) => one.reason === reason);
        return { reason, leads: found?.leads ?? 0, oldestSeconds: found ? Math.max(0, now - found.oldestAt.getTime()) / 1_000 : 0 };
      });
    } catch {
      // Metrics without a level say that there was no answer.
      return [];
    }
  }
}
