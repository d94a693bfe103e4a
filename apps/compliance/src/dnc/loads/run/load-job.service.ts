import { Injectable } from '@nestjs/common';
import { type JobRun, requestRun } from '@leadstream/jobs';
import { TenantDatabase } from '@leadstream/persistence';
import { LOAD_JOB } from '../load.rules.js';
import { LoadRepository } from '../store/load.repository.js';
import { LoadRunService } from './load-run.service.js';

/** Whatever is older than that was never an upload. */
const NONE_ABANDONED = new Date(0);

/** The job that loads what was uploaded. */
@Injectable()
export class LoadJobService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly loads: LoadRepository,
    private readonly runs: LoadRunService,
  ) {}

  async run(run: JobRun): Promise<void> {
    const loaded = await this.runs.loadWaiting(run);
    await run.finish(() => Promise.resolve({ loaded }));
    // Who asked for the job while this run was ending asked for this run, which had looked for the last time.
    await this.database.withoutTenant(async (tx) => {
      const waiting = await this.loads.findTenantsWithOpen(tx, NONE_ABANDONED, 1);
      if (waiting.length > 0) await requestRun(tx, LOAD_JOB, 'upload');
    });
  }
}
