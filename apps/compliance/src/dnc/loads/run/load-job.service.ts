import { Injectable } from '@nestjs/common';
import { defineJob, type Job, type JobRun, requestRun } from '@leadstream/jobs';
import { TenantDatabase } from '@leadstream/persistence';
import { LOAD_JOB } from '../load.rules.js';
import { LoadRepository } from '../store/load.repository.js';
import { LoadRunService } from './load-run.service.js';

/** Whatever is older than that was never an upload. */
const NONE_ABANDONED = new Date(0);
/** It is asked for with each upload, and looks by itself for what was left waiting. */
const CADENCE_MS = 60_000;
/** Reading a national list takes minutes. */
const TIMEOUT_MS = 2 * 3_600_000;

/** The job that loads what was uploaded. */
@Injectable()
export class LoadJobService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly loads: LoadRepository,
    private readonly runs: LoadRunService,
  ) {}

  job(): Job {
    return defineJob({
      name: LOAD_JOB,
      cadence: { everyMs: CADENCE_MS },
      missed: 'skip',
      timeoutMs: TIMEOUT_MS,
      run: (run) => this.run(run),
    });
  }

  async run(run: JobRun): Promise<void> {
    const { loaded, failed } = await this.runs.loadWaiting(run);
    // Another attempt, and somebody is told when none gets through; what was loaded is loaded.
    if (failed > 0) throw new Error(`files of ${failed} tenants could not be loaded`);
    await run.finish(() => Promise.resolve({ loaded }));
    // Who asked for the job while this run was ending asked for this run, which had looked for the last time.
    await this.database.withoutTenant(async (tx) => {
      const waiting = await this.loads.findTenantsWithOpen(tx, NONE_ABANDONED, 1);
      if (waiting.length > 0) await requestRun(tx, LOAD_JOB, 'upload');
    });
  }
}
