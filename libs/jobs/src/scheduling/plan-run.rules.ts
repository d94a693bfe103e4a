import { latestInstants, nextInstant } from '../declaration/cadence.rules.js';
import type { Job } from '../declaration/job.js';

/** What the job's row says when it is taken. */
export interface JobRow {
  readonly nextDueAt: Date;
  readonly requestedAt: Date | null;
  readonly requestedBy: string | null;
  /** The run that is not over, if there is one. */
  readonly runFor: Date | null;
  readonly runCause: RunCause | null;
  /** How often that run was begun. */
  readonly attempt: number;
}

/** `request`: somebody asked for it by hand. */
export type RunCause = 'cadence' | 'request';

/** The run to do now. */
export interface RunPlan {
  readonly cause: RunCause;
  readonly scheduledFor: Date;
  readonly requestedBy: string | null;
  /** A later instant is due already. */
  readonly isCatchUp: boolean;
  /** 1 = the first. */
  readonly attempt: number;
  /** From where the cadence goes on once the run is over; what was due in between is given up. */
  readonly nextDueAt: Date;
  /** Whether instants that were due are given up. */
  readonly givesUp: boolean;
}

/** After a longer outage the oldest instants are given up: nobody waits for the two-hundredth last hour. */
export const CATCH_UP_LIMIT = 100;

type Declared = Pick<Job, 'cadence' | 'missed'>;

/**
 * Decides which run comes next: one that was begun and is not over, one that was asked for, or the cadence's.
 * @param now by the clock of the database
 * @returns undefined when nothing is due
 */
export function planRun(job: Declared, row: JobRow, now: Date): RunPlan | undefined {
  if (row.runFor !== null && row.runCause !== null) return begun(job, row, row.runFor, row.runCause, now);
  if (row.requestedAt !== null) return requested(row, row.requestedAt);
  if (row.nextDueAt > now) return undefined;
  const scheduledFor = firstToRun(job, row.nextDueAt, now);
  return { ...ofCadence(job, scheduledFor, now), attempt: 1, givesUp: scheduledFor > row.nextDueAt };
}

/** The instant in the table counts even where the cadence no longer has it: it was promised. */
function firstToRun({ cadence, missed }: Declared, dueAt: Date, now: Date): Date {
  if (nextInstant(cadence, dueAt) > now) return dueAt;
  const oldest = latestInstants(cadence, now, missed === 'catch_up' ? CATCH_UP_LIMIT : 1).at(-1);
  return oldest !== undefined && oldest > dueAt ? oldest : dueAt;
}

function begun(job: Declared, row: JobRow, runFor: Date, cause: RunCause, now: Date): RunPlan {
  const attempt = row.attempt + 1;
  return cause === 'request' ? { ...requested(row, runFor), attempt } : { ...ofCadence(job, runFor, now), attempt, givesUp: false };
}

function requested({ nextDueAt, requestedBy }: JobRow, scheduledFor: Date): RunPlan {
  return { cause: 'request', scheduledFor, requestedBy, isCatchUp: false, attempt: 1, nextDueAt, givesUp: false };
}

function ofCadence({ cadence, missed }: Declared, scheduledFor: Date, now: Date): Omit<RunPlan, 'attempt' | 'givesUp'> {
  const nextDueAt = nextInstant(cadence, scheduledFor);
  return { cause: 'cadence', scheduledFor, requestedBy: null, isCatchUp: missed === 'catch_up' && nextDueAt <= now, nextDueAt };
}
