import { ensureMonthPartitions, purgeExpired, TenantDatabase } from '@leadstream/persistence';
import { logger } from '@leadstream/telemetry';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';

const log = logger('upkeep');

const PARTITIONED_TABLES = ['interaction'];
const HOUR_MS = 3_600_000;

/**
 * Makes the coming months' partitions and lets go of what has expired, at start and every hour. Several processes may do
 * it at once. Failing is no emergency: partitions are made three months ahead.
 */
@Injectable()
export class UpkeepService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly database: TenantDatabase) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
    this.timer = setInterval(() => {
      this.running = this.run();
    }, HOUR_MS);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private async run(): Promise<void> {
    try {
      const partitions = await ensureMonthPartitions(this.database, PARTITIONED_TABLES);
      const expired = await purgeExpired(this.database);
      log.info('upkeep_done', { partitions, expired });
    } catch (error) {
      log.warn('upkeep_failed', { error });
    }
  }
}
