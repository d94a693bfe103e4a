import type { Uuid } from '@leadstream/kernel';
import type { SystemTx, Tx } from '@leadstream/persistence';
import { type Cadence, demandCadence } from './cadence.rules.js';

/** What a run did, in numbers, for its history: `{ purged: 120 }`. */
export type Figures = Readonly<Record<string, number>>;

/** One attempt at one run, as the job's code sees it. Whatever it writes is refused once another process holds the job. */
export interface JobRun {
  /** The instant that the run is for; with the job's name it is the same for every attempt, and for no other run. */
  readonly scheduledFor: Date;
  /** 1 = the first. */
  readonly attempt: number;
  /** Grows with every hold on the job: what lies outside of Postgres can refuse a lower one. */
  readonly fence: string;
  /** Aborts when the job is lost to another process, takes too long, or the process is to end. */
  readonly signal: AbortSignal;
  /**
   * A transaction of its own, without tenant. It may be done again by the next attempt, so it finds out from the rows what is left to do.
   * @throws DomainError `JOB.LEASE_LOST`, `JOB.TIMED_OUT` or `JOB.STOPPED`
   */
  step<T>(work: (tx: SystemTx) => Promise<T>): Promise<T>;
  /** `step` of one tenant. */
  stepInTenant<T>(tenantId: Uuid, work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * The last transaction: its effect and the end of the run commit together, so the effect happens once. Left out, the run ends when
   * the job's code returns.
   */
  finish(work: (tx: SystemTx) => Promise<Figures | void>): Promise<void>;
}

export interface JobDeclaration {
  /** Kebab-case, unique in the slice, for ever: history and metrics go by it. */
  readonly name: string;
  readonly cadence: Cadence;
  /**
   * After an outage: `catch_up` runs what was missed in order, the latest hundred instants at most; `skip` runs the latest alone.
   */
  readonly missed: 'catch_up' | 'skip';
  /** How long the job stays with a process that shows no sign of life. Default 30 s. */
  readonly leaseMs?: number;
  /** An attempt that takes longer has failed. Default 5 min. */
  readonly timeoutMs?: number;
  /** Attempts at one run before it counts as failed. Default 5. */
  readonly attempts?: number;
  /** Pause before the second attempt; it doubles each time, up to an hour. Default 5 s. */
  readonly backoffMs?: number;
  /** Somebody is told when a run is not over so long after its instant. Default: twice the timeout and 10 min. */
  readonly alarmAfterMs?: number;
  /** @returns figures for the history; ignored after `run.finish` */
  readonly run: (run: JobRun) => Promise<Figures | void>;
}

export type Job = Required<JobDeclaration>;

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const LONGEST_BACKOFF_MS = 3_600_000;

/**
 * Declares a job.
 * @throws Error when name, cadence, zone or a duration make no sense
 */
export function defineJob(declaration: JobDeclaration): Job {
  const timeoutMs = declaration.timeoutMs ?? 300_000;
  const job = { leaseMs: 30_000, attempts: 5, backoffMs: 5_000, alarmAfterMs: 2 * timeoutMs + 600_000, ...declaration, timeoutMs };
  if (!NAME.test(job.name)) throw new RangeError(`a job's name is kebab-case: ${job.name}`);
  for (const name of ['leaseMs', 'timeoutMs', 'attempts', 'backoffMs', 'alarmAfterMs'] as const) {
    if (!Number.isSafeInteger(job[name]) || job[name] <= 0) throw new RangeError(`${name} of ${job.name} must be a positive whole number`);
  }
  demandCadence(job.cadence);
  return job;
}

/** Pause before the attempt that follows the `attempt`th. */
export function backoffMs(job: Pick<Job, 'backoffMs'>, attempt: number): number {
  return Math.min(job.backoffMs * 2 ** (attempt - 1), LONGEST_BACKOFF_MS);
}
