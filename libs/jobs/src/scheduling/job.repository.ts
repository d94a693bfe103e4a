import type { SystemTx } from '@leadstream/persistence';
import { cadenceText, nextInstant } from '../declaration/cadence.rules.js';
import type { Job } from '../declaration/job.js';
import type { JobRow, RunPlan } from './plan-run.rules.js';

/** A hold on a job: good while its fence is the latest. */
export interface Hold {
  readonly job: Job;
  readonly plan: RunPlan;
  readonly fence: string;
}

/** A job that can be taken, locked until the transaction ends. */
export interface FreeJob extends JobRow {
  readonly name: string;
  /** Of the database, whose clock decides. */
  readonly now: Date;
}

const DECLARE = {
  name: 'job-declare',
  text: `INSERT INTO timed_job AS known (name, cadence, zone, missed, timeout_ms, alarm_after_ms, next_due_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (name) DO UPDATE SET
               next_due_at = CASE WHEN (known.cadence, known.zone) = (excluded.cadence, excluded.zone) THEN known.next_due_at ELSE excluded.next_due_at END,
               cadence = excluded.cadence, zone = excluded.zone, missed = excluded.missed,
               timeout_ms = excluded.timeout_ms, alarm_after_ms = excluded.alarm_after_ms, declared_at = clock_timestamp()`,
};

/** Free: not held, and due for its first attempt or its next. What another transaction is taking or writing in is passed over. */
const FIND_FREE = {
  name: 'job-find-free',
  text: `SELECT name, next_due_at AS "nextDueAt", requested_at AS "requestedAt", requested_by AS "requestedBy", run_for AS "runFor",
                run_cause AS "runCause", attempt, clock_timestamp() AS now
           FROM timed_job
          WHERE name = ANY ($1) AND (lease_expires_at IS NULL OR lease_expires_at <= clock_timestamp())
            AND CASE WHEN run_for IS NULL THEN requested_at IS NOT NULL OR next_due_at <= clock_timestamp()
                     ELSE retry_at IS NULL OR retry_at <= clock_timestamp() END
          ORDER BY coalesce(retry_at, next_due_at) LIMIT 1 FOR UPDATE SKIP LOCKED`,
};

const WAIT_MS = {
  name: 'job-wait',
  text: `SELECT extract(epoch FROM min(coalesce(lease_expires_at, retry_at, next_due_at)) - clock_timestamp())::float8 * 1000 AS "waitMs"
           FROM timed_job WHERE name = ANY ($1)`,
};

const TAKE = {
  name: 'job-take',
  text: `UPDATE timed_job SET run_for = $2, run_cause = $3, attempt = $4, run_started_at = clock_timestamp(), retry_at = NULL,
                holder = $5, lease_expires_at = clock_timestamp() + make_interval(secs => $6), fence = fence + 1
          WHERE name = $1 RETURNING fence`,
};

const BEGIN_RUN = {
  name: 'job-begin-run',
  text: `INSERT INTO timed_job_run (job, cause, scheduled_for, caught_up, requested_by, outcome, attempt, fence, holder)
         VALUES ($1, $2, $3, $4, $5, 'running', $6, $7, $8)
             ON CONFLICT (job, cause, scheduled_for) DO UPDATE SET outcome = 'running', attempt = excluded.attempt, fence = excluded.fence,
               holder = excluded.holder, started_at = excluded.started_at, ended_at = NULL`,
};

/** Makes jobs known to the database; a cadence that changed counts from now on. */
export async function declareJobs(tx: SystemTx, jobs: readonly Job[]): Promise<void> {
  const clock = await tx.queryOne<{ now: Date }>('SELECT clock_timestamp() AS now');
  if (!clock) throw new Error('the database did not tell the time');
  // In one order everywhere: several processes start at once.
  for (const job of jobs.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    const { cadence, zone } = cadenceText(job.cadence);
    const due = nextInstant(job.cadence, clock.now);
    await tx.execute(DECLARE, [job.name, cadence, zone, job.missed, job.timeoutMs, job.alarmAfterMs, due]);
  }
}

/** Says that a process still has the jobs. */
export async function touchJobs(tx: SystemTx, names: readonly string[]): Promise<void> {
  await tx.execute('UPDATE timed_job SET declared_at = clock_timestamp() WHERE name = ANY ($1)', [names]);
}

export function findFreeJob(tx: SystemTx, names: readonly string[]): Promise<FreeJob | undefined> {
  return tx.queryOne<FreeJob>(FIND_FREE, [names]);
}

/** Milliseconds until one of the jobs may become free; negative or undefined when that cannot be told. */
export async function readWaitMs(tx: SystemTx, names: readonly string[]): Promise<number | undefined> {
  return (await tx.queryOne<{ waitMs: number | null }>(WAIT_MS, [names]))?.waitMs ?? undefined;
}

/** Takes a job that this transaction found free. */
export async function takeJob(tx: SystemTx, job: Job, plan: RunPlan, holder: string): Promise<Hold> {
  const { cause, scheduledFor, isCatchUp, requestedBy, attempt } = plan;
  const row = await tx.queryOne<{ fence: string }>(TAKE, [job.name, scheduledFor, cause, attempt, holder, job.leaseMs / 1_000]);
  if (!row) throw new Error('a job that is locked has gone');
  await tx.execute(BEGIN_RUN, [job.name, cause, scheduledFor, isCatchUp, requestedBy, attempt, row.fence, holder]);
  return { job, plan, fence: row.fence };
}
