import { logger } from '@leadstream/telemetry';
import { ensureMonthPartitions } from './month-partitions.js';
import { purgeExpired } from './purge-expired.js';
import type { TenantDatabase } from './tenant-database.js';

const log = logger('upkeep');
const HOUR_MS = 3_600_000;

/**
 * Makes the coming months' partitions and lets go of what has expired, at start and every hour. Several processes may do it
 * at once. A run that fails is no emergency: partitions are made three months ahead.
 */
export class SliceUpkeep {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  /** @param monthlyTables tables of the slice that are partitioned by month */
  constructor(
    private readonly database: TenantDatabase,
    private readonly monthlyTables: readonly string[],
  ) {}

  start(): void {
    this.#running = this.#run();
    this.#timer = setInterval(() => {
      this.#running = this.#run();
    }, HOUR_MS).unref();
  }

  /** Resolves when the run in work has ended. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      const partitions = await ensureMonthPartitions(this.database, this.monthlyTables);
      const expired = await purgeExpired(this.database);
      log.info('upkeep_done', { partitions, expired });
    } catch (error) {
      log.warn('upkeep_failed', { error });
    }
  }
}
