import type { SystemTx } from '@leadstream/persistence';
import { jobErrors } from '../jobs.errors.js';

const REQUEST = `UPDATE timed_job SET requested_at = coalesce(requested_at, date_trunc('milliseconds', clock_timestamp())),
    requested_by = coalesce(requested_by, $2), retry_at = least(retry_at, clock_timestamp())
  WHERE name = $1 RETURNING requested_at AS "requestedAt"`;

/**
 * Asks for a run now, besides those of the cadence; a worker of the slice takes it up within a second or so, and a run that waits
 * to be tried again goes first. Asked again before that run is over, it is the same run.
 * @param requestedBy who asks, for the history
 * @returns the instant of the run in the history
 * @throws DomainError `JOB.NOT_FOUND`
 */
export async function requestRun(tx: SystemTx, job: string, requestedBy: string): Promise<Date> {
  const row = await tx.queryOne<{ requestedAt: Date }>(REQUEST, [job, requestedBy]);
  if (!row) throw jobErrors.NOT_FOUND({ detail: `There is no job ${job}.` });
  return row.requestedAt;
}
