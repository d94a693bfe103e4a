import { defineJob, type Figures, type Job, type JobRun } from '@leadstream/jobs';
import type { Clock, Uuid } from '@leadstream/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK } from '../../../tokens.js';
import { ChainVerification } from '../chain-verification.service.js';
import { VerificationRunRepository } from './verification-run.repository.js';
import { goneOn } from './verification-run.rules.js';

/** Name of the job that checks chains. */
export const VERIFICATION_JOB = 'verify-audit-trails';
/** Entries of one stretch: about a second, after which the next tenant has its turn. */
const STRETCH = 10_000;
/** Stretches of one run of the job; the next run goes on. */
const MOST_STRETCHES = 500;
const TENANTS_AT_ONCE = 20;
const TIMEOUT_MS = 10 * 60_000;

/** Goes along the chains of which somebody asked for a check: where it is lies in the row of the check, so any process can go on. */
@Injectable()
export class AuditVerificationJob {
  constructor(
    private readonly runs: VerificationRunRepository,
    private readonly verification: ChainVerification,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  job(): Job {
    return defineJob({
      name: VERIFICATION_JOB,
      cadence: { everyMs: 5_000 },
      missed: 'skip',
      timeoutMs: TIMEOUT_MS,
      run: (run) => this.run(run),
    });
  }

  /** Tenants in turn, a stretch each. @param stretch entries */
  async run(run: Pick<JobRun, 'step' | 'stepInTenant'>, stretch = STRETCH): Promise<Figures> {
    let verified = 0;
    const findTenants = () => run.step((tx) => this.runs.findTenants(tx, TENANTS_AT_ONCE));
    let tenants = await findTenants();
    for (let done = 0; done < MOST_STRETCHES && tenants.length > 0; done += tenants.length) {
      for (const tenantId of tenants) verified += await this.#goOn(run, tenantId, stretch);
      tenants = await findTenants();
    }
    return { verified };
  }

  /** @returns how many entries were checked */
  async #goOn(run: Pick<JobRun, 'stepInTenant'>, tenantId: Uuid, most: number): Promise<number> {
    const before = await run.stepInTenant(tenantId, (tx) => this.runs.findRunning(tx, tenantId));
    if (before === undefined) return 0;
    const verdict = await this.verification.judge(tenantId, { ...before.asked, footing: before.progress?.last }, most);
    await run.stepInTenant(tenantId, (tx) => this.runs.update(tx, tenantId, goneOn(before, verdict, this.clock.now()), before));
    return verdict.last.sequence - verdict.from + 1;
  }
}
