import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Clock } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import type { LeadConfig } from '../../config.js';
import { type CrmLevel, observeCrm } from '../../metrics.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { ConnectionRepository } from '../connection/connection.repository.js';

/** Tells metrics how syncs stand; asked when they are read. */
@Injectable()
export class SyncLevelService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #end: (() => void) | undefined;

  constructor(
    private readonly database: TenantDatabase,
    private readonly connections: ConnectionRepository,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<LeadConfig, 'ROLE'>,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.ROLE.includes('worker')) this.#end = observeCrm(() => this.read());
  }

  beforeApplicationShutdown(): void {
    this.#end?.();
  }

  private async read(): Promise<CrmLevel[]> {
    try {
      const now = this.clock.now();
      const levels = await this.database.withoutTenant((tx) => this.connections.findLevels(tx, now));
      return levels.map(({ lastGoodAt, ...level }) => {
        const lastGoodSeconds = lastGoodAt === null ? undefined : Math.max(0, now.getTime() - lastGoodAt.getTime()) / 1_000;
        return { ...level, lastGoodSeconds };
      });
    } catch {
      // Metrics without a level say that there was no answer.
      return [];
    }
  }
}
