import type { SystemTx, TenantDatabase } from '@leadstream/persistence';

/**
 * `idle`: nothing to do. `running`: a process works on it. `waiting`: due, or to be tried again soon.
 * `overdue`: a run is not over so long after its instant that somebody has to look, and nobody works on it: is a worker up?
 * `stuck`: the same, and a process holds it. `failed`: the last run was given up.
 * `retired`: no process has declared it for an hour in which others were; it raises no alarm.
 */
export type JobCondition = 'idle' | 'running' | 'waiting' | 'overdue' | 'stuck' | 'failed' | 'retired';

/** One job of a slice, as its row stands now. */
export interface JobState {
  readonly name: string;
  readonly cadence: string;
  readonly zone: string;
  readonly condition: JobCondition;
  readonly nextDueAt: Date;
  /** Since the instant of the oldest run that is not over, in seconds; 0 when none is due. */
  readonly lateSeconds: number;
  readonly holder: string | null;
  /** Attempts at the run that is not over. */
  readonly attempt: number;
  readonly retryAt: Date | null;
  readonly requestedAt: Date | null;
  readonly lastSuccessAt: Date | null;
  readonly lastSuccessAgeSeconds: number | null;
  readonly failuresInRow: number;
  /** Of the last run that failed; null after a success. */
  readonly lastErrorCode: string | null;
}

/** One run as history has it. */
export interface JobHistoryEntry {
  readonly cause: 'cadence' | 'request';
  readonly scheduledFor: Date;
  readonly isCatchUp: boolean;
  readonly requestedBy: string | null;
  readonly outcome: 'running' | 'waiting' | 'succeeded' | 'failed';
  readonly attempt: number;
  readonly fence: string;
  readonly holder: string;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly errorCode: string | null;
  readonly figures: Readonly<Record<string, number>>;
}

const STATES = {
  name: 'job-states',
  text: `WITH seen AS (
           SELECT *, clock_timestamp() AS now, lease_expires_at > clock_timestamp() AS is_held,
                  greatest(0, extract(epoch FROM clock_timestamp() - least(run_for, next_due_at, requested_at)))::float8 AS late_s,
                  declared_at < max(declared_at) OVER () - interval '1 hour' AS is_retired
             FROM timed_job)
         SELECT name, cadence, zone,
                CASE WHEN is_retired THEN 'retired'
                     WHEN late_s * 1000 > alarm_after_ms THEN CASE WHEN is_held THEN 'stuck' ELSE 'overdue' END
                     WHEN is_held THEN 'running'
                     WHEN failures_in_row > 0 THEN 'failed'
                     WHEN run_for IS NOT NULL OR late_s > 0 THEN 'waiting'
                     ELSE 'idle' END AS condition,
                next_due_at AS "nextDueAt", late_s AS "lateSeconds", CASE WHEN is_held THEN holder END AS holder, attempt,
                retry_at AS "retryAt", requested_at AS "requestedAt", last_success_at AS "lastSuccessAt",
                extract(epoch FROM now - last_success_at)::float8 AS "lastSuccessAgeSeconds",
                failures_in_row AS "failuresInRow", last_error_code AS "lastErrorCode"
           FROM seen ORDER BY name`,
};

const HISTORY = `SELECT cause, scheduled_for AS "scheduledFor", caught_up AS "isCatchUp", requested_by AS "requestedBy", outcome, attempt, fence,
    holder, started_at AS "startedAt", ended_at AS "endedAt", error_code AS "errorCode", figures
  FROM timed_job_run WHERE job = $1 ORDER BY started_at DESC LIMIT $2`;

/** How every job of the slice stands, by the clock of the database; sorted by name. */
export function readJobStates(database: Pick<TenantDatabase, 'withoutTenant'>): Promise<JobState[]> {
  return database.withoutTenant((tx) => tx.query<JobState>(STATES));
}

/** The latest runs of a job, newest first. */
export function readJobHistory(tx: SystemTx, job: string, limit: number): Promise<JobHistoryEntry[]> {
  return tx.query<JobHistoryEntry>(HISTORY, [job, limit]);
}
