import { ensureMonthPartitions, purgeExpired, purgeJobHistory, purgePublished, PURGE_ROWS } from '@leadstream/persistence';
import type { SystemTx } from '@leadstream/persistence';
import { defineJob, type Figures, type Job, type JobRun } from './declaration/job.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface UpkeepOptions {
  /** Tables of the slice that are partitioned by month. */
  readonly monthlyTables?: readonly string[];
}

/** What every slice needs to stay small and to have somewhere to put next month's rows. */
export function upkeepJobs({ monthlyTables = [] }: UpkeepOptions = {}): Job[] {
  const purging = [
    purgeJob('purge-expired', { everyMs: HOUR_MS }, purgeExpired),
    purgeJob('purge-published', { everyMs: HOUR_MS }, purgePublished),
    purgeJob('purge-job-history', { everyMs: DAY_MS }, purgeJobHistory),
  ];
  return monthlyTables.length > 0 ? [partitionsAhead(monthlyTables), ...purging] : purging;
}

/** The first hours of a month need it least: partitions are made three months ahead, so a day without a worker does no harm. */
function partitionsAhead(tables: readonly string[]): Job {
  return defineJob({
    name: 'partitions-ahead',
    cadence: { everyMs: 6 * HOUR_MS },
    missed: 'skip',
    run: (run) => run.finish(async (tx) => ({ made: await ensureMonthPartitions(tx, tables) })),
  });
}

function purgeJob(name: string, cadence: Job['cadence'], purge: (tx: SystemTx) => Promise<number>): Job {
  return defineJob({ name, cadence, missed: 'skip', run: (run) => purgeAll(run, purge) });
}

/** In transactions that stay short however much there is. */
async function purgeAll(run: JobRun, purge: (tx: SystemTx) => Promise<number>): Promise<Figures> {
  let purged = 0;
  for (;;) {
    const rows = await run.step(purge);
    purged += rows;
    if (rows < PURGE_ROWS) return { purged };
  }
}
