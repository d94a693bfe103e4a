import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { purgeExpired, TenantDatabase } from '@leadstream/persistence';
import { logger } from '@leadstream/telemetry';
import { ImportService } from '../imports/import.service.js';

const log = logger('upkeep');

const HOUR_MS = 3_600_000;

/** Lets go of what has expired and of uploads that were cut off, at start and every hour; several processes may do it at once. */
@Injectable()
export class UpkeepService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: TenantDatabase,
    private readonly imports: ImportService,
  ) {}

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
      const expired = await purgeExpired(this.database);
      const uploads = await this.imports.discardAbandonedUploads();
      log.info('upkeep_done', { expired, uploads });
    } catch (error) {
      log.warn('upkeep_failed', { error });
    }
  }
}
