import { defineJob, type Job } from '@leadstream/jobs';
import type { Clock } from '@leadstream/kernel';
import type { PersonVault } from '@leadstream/persistence';
import { ArchivistService } from './archive/archivist.service.js';
import { chooseArchive } from './archive/choose-archive.js';
import type { RetainedTable } from './retained-table.js';
import type { RetentionConfig } from './retention.config.js';
import type { BeforeMonthGoes } from './sweep/before-month-goes.js';
import { RetentionSweepService } from './sweep/retention-sweep.service.js';

const HOUR_MS = 3_600_000;

export interface RetentionJobOptions {
  readonly tables: readonly RetainedTable[];
  /** Left out of tables whose rows are never archived, together with the vault. */
  readonly config?: RetentionConfig;
  /** Rows are archived under the keys of their persons. */
  readonly vault?: PersonVault;
  readonly clock: Clock;
  /** Left out, a month goes once its tenants agree. */
  readonly beforeMonthGoes?: BeforeMonthGoes;
}

/**
 * Lets rows of the slice go whose time is over.
 * @throws Error when the archive that is configured lacks something
 */
export function retentionJob({ tables, config, vault, clock, beforeMonthGoes }: RetentionJobOptions): Job {
  const store = config && chooseArchive(config);
  const archivist = store && vault && new ArchivistService(store, vault);
  const sweep = new RetentionSweepService({ tables, clock, archivist, beforeMonthGoes });
  return defineJob({
    name: 'let-rows-go',
    cadence: { everyMs: 6 * HOUR_MS },
    missed: 'skip',
    timeoutMs: HOUR_MS,
    run: (run) => sweep.run(run),
  });
}
