import type { SystemTx } from '@leadstream/persistence';
import type { Job } from '../declaration/job.js';
import { findFreeJob, type Hold, readWaitMs, takeJob } from './job.repository.js';
import { planRun } from './plan-run.rules.js';
import { failRun } from '../attempt/run.repository.js';

/** What a look at the table came to: a run to do, a run that was given up, or nothing for so long. */
export type Claim =
  | { readonly kind: 'run'; readonly hold: Hold }
  | { readonly kind: 'abandoned'; readonly hold: Hold }
  | { readonly kind: 'none'; readonly waitMs: number | undefined };

/** Takes the job that has been due for longest, if it is free. */
export async function claimRun(tx: SystemTx, jobs: readonly Job[], holder: string): Promise<Claim> {
  const names = jobs.map(({ name }) => name);
  const row = await findFreeJob(tx, names);
  const job = row && jobs.find(({ name }) => name === row.name);
  const plan = row && job && planRun(job, row, row.now);
  if (!job || !plan) return { kind: 'none', waitMs: await readWaitMs(tx, names) };
  if (plan.attempt <= job.attempts) return { kind: 'run', hold: await takeJob(tx, job, plan, holder) };
  // Each of its attempts ended with its process, so nobody was left to say that the run failed.
  const hold = await takeJob(tx, job, { ...plan, attempt: job.attempts }, holder);
  await failRun(tx, hold, 'JOB.ABANDONED');
  return { kind: 'abandoned', hold };
}
