import { defineJob, type Figures, type Job, type JobRun } from '@leadstream/jobs';
import { Injectable } from '@nestjs/common';
import { CheckpointRepository } from './checkpoint.repository.js';
import { CheckpointService } from './checkpoint.service.js';

const EVERY_MS = 15 * 60_000;
const TIMEOUT_MS = 10 * 60_000;
const TENANTS = 100;

/** Signs the heads of all chains that have grown. */
@Injectable()
export class AuditSigningJob {
  constructor(
    private readonly repository: CheckpointRepository,
    private readonly checkpoints: CheckpointService,
  ) {}

  job(): Job {
    return defineJob({
      name: 'sign-audit-trail',
      cadence: { everyMs: EVERY_MS },
      missed: 'skip',
      timeoutMs: TIMEOUT_MS,
      run: (run) => this.run(run),
    });
  }

  /** A chain that does not hold keeps nobody else's from being signed. */
  async run(run: JobRun): Promise<Figures> {
    const figures = { signed: 0, broken: 0 };
    for (let after: string | null = null; ;) {
      const tenants: string[] = await run.step((tx) => this.repository.findUnsigned(tx, after, TENANTS));
      for (const tenantId of tenants) {
        run.signal.throwIfAborted();
        if ((await this.checkpoints.signHead(tenantId)) === undefined) figures.signed += 1;
        else figures.broken += 1;
      }
      after = tenants.at(-1) ?? null;
      if (after === null) return figures;
    }
  }
}
