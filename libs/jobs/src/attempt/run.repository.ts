import type { SystemTx } from '@leadstream/persistence';
import type { Figures } from '../declaration/job.js';
import type { Hold } from '../scheduling/job.repository.js';

const HELD = `WHERE name = $1 AND fence = $2 AND holder IS NOT NULL`;

/**
 * The weakest lock that keeps others from taking the job: the lease can still be prolonged beside it. A process that stops
 * dead within the transaction must not keep the job for ever, so its session ends when it is silent for as long as the lease.
 */
const GUARD = {
  name: 'job-guard',
  text: `SELECT set_config('idle_in_transaction_session_timeout', $3, true) FROM timed_job ${HELD} FOR KEY SHARE`,
};

const PROLONG = {
  name: 'job-prolong',
  text: `UPDATE timed_job SET lease_expires_at = clock_timestamp() + make_interval(secs => $3) ${HELD}`,
};

/** Every end of an attempt raises the fence: what is still on its way in that attempt comes too late. */
const OVER = `holder = NULL, lease_expires_at = NULL, fence = fence + 1`;
const RUN_OVER = `${OVER}, run_for = NULL, run_cause = NULL, run_started_at = NULL, attempt = 0, retry_at = NULL, next_due_at = $3,
  requested_at = CASE WHEN run_cause = 'cadence' THEN requested_at END, requested_by = CASE WHEN run_cause = 'cadence' THEN requested_by END`;

const SUCCEED = {
  name: 'job-succeed',
  text: `UPDATE timed_job SET ${RUN_OVER}, last_success_at = clock_timestamp(), last_error_code = NULL, failures_in_row = 0 ${HELD}`,
};
const FAIL = {
  name: 'job-fail',
  text: `UPDATE timed_job SET ${RUN_OVER}, last_error_code = $4, failures_in_row = failures_in_row + 1 ${HELD}`,
};
const PUT_BACK = {
  name: 'job-put-back',
  text: `UPDATE timed_job SET ${OVER}, attempt = $3, retry_at = clock_timestamp() + make_interval(secs => $4) ${HELD}`,
};
const END_RUN = {
  name: 'job-end-run',
  text: `UPDATE timed_job_run SET outcome = $4, attempt = $5, ended_at = clock_timestamp(), error_code = $6, figures = $7
          WHERE job = $1 AND cause = $2 AND scheduled_for = $3`,
};

/** Keeps the job from being taken until the transaction ends. @returns whether the hold is still good */
export async function guardHold(tx: SystemTx, { job, fence }: Hold): Promise<boolean> {
  return (await tx.query(GUARD, [job.name, fence, String(job.leaseMs)])).length > 0;
}

/** @returns whether the hold is still good */
export async function prolongHold(tx: SystemTx, { job, fence }: Hold): Promise<boolean> {
  return (await tx.execute(PROLONG, [job.name, fence, job.leaseMs / 1_000])) > 0;
}

/** @returns whether the hold was still good; nothing is written otherwise */
export async function succeedRun(tx: SystemTx, { job, plan, fence }: Hold, figures: Figures): Promise<boolean> {
  if ((await tx.execute(SUCCEED, [job.name, fence, plan.nextDueAt])) === 0) return false;
  await tx.execute(END_RUN, [job.name, plan.cause, plan.scheduledFor, 'succeeded', plan.attempt, null, JSON.stringify(figures)]);
  return true;
}

/** The run is given up, and the job goes on with its next instant. @returns as `succeedRun` */
export async function failRun(tx: SystemTx, { job, plan, fence }: Hold, errorCode: string): Promise<boolean> {
  if ((await tx.execute(FAIL, [job.name, fence, plan.nextDueAt, errorCode])) === 0) return false;
  await tx.execute(END_RUN, [job.name, plan.cause, plan.scheduledFor, 'failed', plan.attempt, errorCode, '{}']);
  return true;
}

export interface PutBack {
  /** Attempts that count, this one included if it does. */
  readonly attempt: number;
  readonly waitMs: number;
  readonly errorCode: string;
}

/** The attempt is over, the run is not. @returns as `succeedRun` */
export async function putBackRun(tx: SystemTx, { job, plan, fence }: Hold, { attempt, waitMs, errorCode }: PutBack): Promise<boolean> {
  if ((await tx.execute(PUT_BACK, [job.name, fence, attempt, waitMs / 1_000])) === 0) return false;
  await tx.execute(END_RUN, [job.name, plan.cause, plan.scheduledFor, 'waiting', attempt, errorCode, '{}']);
  return true;
}
