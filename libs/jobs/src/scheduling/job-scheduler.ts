import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { TenantDatabase } from '@leadstream/persistence';
import { logger } from '@leadstream/telemetry';
import { reportAbandoned, reportedAttempt } from '../attempt/attempt-report.js';
import { type Claim, claimRun } from './claim-run.js';
import { JobAttempt } from '../attempt/job-attempt.js';
import { JobWatch } from '../watch/job-watch.js';
import type { Job } from '../declaration/job.js';
import { declareJobs, type Hold } from './job.repository.js';

const log = logger('jobs');

const TROUBLE_MS = 1_000;
/** What is due and cannot be taken has somebody writing in it. */
const CONTENDED_MS = 100;

export interface JobSchedulerOptions {
  /** With the service role of the slice. */
  readonly database: TenantDatabase;
  /** Name of the slice in metrics and logs. */
  readonly slice: string;
  readonly jobs: readonly Job[];
  /** Jobs at work at the same time in this process. Default 4. */
  readonly concurrency?: number;
  /** Longest time between two looks at the table. Default 1 s. */
  readonly pollMs?: number;
  /** How long runs may go on after `stop`, before they are handed to another process. Default 5 s. */
  readonly drainMs?: number;
}

/** Runs a slice's jobs when they are due. Start as many as you like on one database: each run is one process's at a time. */
export class JobScheduler {
  readonly #holder = `${hostname()}:${process.pid}`;
  readonly #watch: JobWatch;
  readonly #working = new Map<JobAttempt, { readonly name: string; readonly ended: Promise<void> }>();
  #woken = new AbortController();
  #running: Promise<void> | undefined;
  #isStopping = false;
  #lastTurnMs: number | undefined;

  /** @throws RangeError when two jobs have one name */
  constructor(private readonly options: JobSchedulerOptions) {
    const names = options.jobs.map(({ name }) => name);
    if (new Set(names).size < names.length) throw new RangeError(`two jobs of ${options.slice} have one name`);
    this.#watch = new JobWatch(options.database, options.slice, names);
  }

  start(): void {
    this.#running ??= this.#run();
    this.#watch.start();
  }

  /** Lets the runs in work end for a while, then hands them back, so that another process goes on at once. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#woken.abort();
    this.#watch.stop();
    await this.#running;
    const ended = Promise.all([...this.#working.values()].map((working) => working.ended));
    await Promise.race([ended, delay(this.options.drainMs ?? 5_000, undefined, { ref: false })]);
    for (const attempt of this.#working.keys()) attempt.stop();
    await ended;
  }

  /** Instant (epoch ms) of the last look at the table that did not fail; undefined before the first. */
  get lastTurnMs(): number | undefined {
    return this.#lastTurnMs;
  }

  async #run(): Promise<void> {
    let isDeclared = false;
    while (!this.#isStopping) {
      try {
        if (!isDeclared) await this.options.database.withoutTenant((tx) => declareJobs(tx, this.options.jobs));
        isDeclared = true;
        await this.#turn();
        this.#lastTurnMs = Date.now();
      } catch (error) {
        log.warn('job_turn_failed', { slice: this.options.slice, error });
        await this.#rest(TROUBLE_MS);
      }
    }
  }

  async #turn(): Promise<void> {
    const { concurrency = 4, pollMs = 1_000 } = this.options;
    if (this.#working.size >= concurrency) return this.#rest(pollMs);
    const claim = await this.#claim();
    if (claim.kind === 'run') return this.#begin(claim.hold);
    if (claim.kind === 'abandoned') return reportAbandoned(this.options.slice, claim.hold);
    const waitMs = claim.waitMs ?? pollMs;
    await this.#rest(Math.min(waitMs > 0 ? waitMs : CONTENDED_MS, pollMs));
  }

  #claim(): Promise<Claim> {
    const busy = new Set([...this.#working.values()].map(({ name }) => name));
    const free = this.options.jobs.filter(({ name }) => !busy.has(name));
    return this.options.database.withoutTenant((tx) => claimRun(tx, free, this.#holder));
  }

  #begin(hold: Hold): void {
    const attempt = new JobAttempt(this.options.database, hold);
    const ended = reportedAttempt(this.options.slice, hold, attempt).finally(() => {
      this.#working.delete(attempt);
      this.#woken.abort();
    });
    this.#working.set(attempt, { name: hold.job.name, ended });
  }

  async #rest(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.#woken.signal }).catch(() => undefined);
    if (!this.#isStopping) this.#woken = new AbortController();
  }
}
