import type { TenantDatabase } from '@leadstream/persistence';
import { logger } from '@leadstream/telemetry';
import { touchJobs } from '../scheduling/job.repository.js';
import { readJobStates } from './job-state.read-model.js';
import { observeJobs } from '../metrics.js';

const log = logger('jobs');

const EVERY_MS = 60_000;

/** Looks after the jobs beside their runs: shows their states in metrics, and says every minute which of them are late. */
export class JobWatch {
  #timer: NodeJS.Timeout | undefined;
  #stopObserving: (() => void) | undefined;

  constructor(
    private readonly database: TenantDatabase,
    private readonly slice: string,
    private readonly names: readonly string[],
  ) {}

  start(): void {
    this.#stopObserving ??= observeJobs(async () => {
      const states = await readJobStates(this.database).catch(() => undefined);
      return states && { slice: this.slice, states };
    });
    this.#timer ??= setInterval(() => void this.#look(), EVERY_MS).unref();
  }

  stop(): void {
    this.#stopObserving?.();
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    try {
      await this.database.withoutTenant((tx) => touchJobs(tx, this.names));
      for (const { name, condition, lateSeconds, holder, attempt } of await readJobStates(this.database)) {
        if (condition !== 'overdue' && condition !== 'stuck') continue;
        log.error(condition === 'stuck' ? 'job_stuck' : 'job_overdue', { slice: this.slice, job: name, lateSeconds, holder, attempt });
      }
    } catch (error) {
      log.warn('job_watch_failed', { slice: this.slice, error });
    }
  }
}
