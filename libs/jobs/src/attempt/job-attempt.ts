import { setTimeout as delay } from 'node:timers/promises';
import { runInContext, type Uuid } from '@leadstream/kernel';
import type { SystemTx, TenantDatabase, Tx } from '@leadstream/persistence';
import { errorType } from '@leadstream/telemetry';
import { backoffMs, type Figures, type JobRun } from '../declaration/job.js';
import type { Hold } from '../scheduling/job.repository.js';
import { jobErrors } from '../jobs.errors.js';
import { failRun, guardHold, prolongHold, putBackRun, succeedRun } from './run.repository.js';

/** How an attempt ended; `lost`: another process holds the job, and says itself what becomes of the run. */
export type AttemptOutcome = 'succeeded' | 'failed' | 'retried' | 'stopped' | 'lost';

export interface AttemptEnd {
  readonly outcome: AttemptOutcome;
  /** What it ended with, when that was no success. */
  readonly error?: unknown;
}

/** One attempt at one run, from the hold on the job to its end. */
export class JobAttempt implements JobRun {
  readonly #ending = new AbortController();
  #finishing: Promise<void> | undefined;

  constructor(
    private readonly database: TenantDatabase,
    private readonly hold: Hold,
  ) {}

  get scheduledFor(): Date {
    return this.hold.plan.scheduledFor;
  }

  get attempt(): number {
    return this.hold.plan.attempt;
  }

  get fence(): string {
    return this.hold.fence;
  }

  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  async step<T>(work: (tx: SystemTx) => Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    return this.database.withoutTenant((tx) => this.#guarded(tx, work));
  }

  async stepInTenant<T>(tenantId: Uuid, work: (tx: Tx) => Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    const { job, plan } = this.hold;
    const requestId = `${job.name}-${plan.scheduledFor.getTime()}`;
    const context = { tenantId, actor: { kind: 'service', id: job.name }, scopes: [], requestId } as const;
    return runInContext(context, () => this.database.inTenant(tenantId, (tx) => this.#guarded(tx, work)));
  }

  async finish(work: (tx: SystemTx) => Promise<Figures | void>): Promise<void> {
    if (this.#finishing !== undefined) throw new Error(`the run of ${this.hold.job.name} was finished before`);
    this.#finishing = this.step(async (tx) => {
      const figures = (await work(tx)) ?? {};
      if (!(await succeedRun(tx, this.hold, figures))) throw this.#lost();
    });
    await this.#finishing;
  }

  /** Ends the attempt before its time: the job's code is no longer waited for, and what it still writes is refused. */
  stop(): void {
    this.#ending.abort(jobErrors.STOPPED());
  }

  /** Runs the job's code to its end. Never fails. */
  async execute(): Promise<AttemptEnd> {
    const timer = setTimeout(() => this.#ending.abort(jobErrors.TIMED_OUT()), this.hold.job.timeoutMs);
    void this.#keepHold();
    try {
      const figures = await this.#untilAborted(this.hold.job.run(this));
      if (this.#finishing === undefined) await this.finish(() => Promise.resolve(figures));
      return { outcome: 'succeeded' };
    } catch (error) {
      return await this.#settle(error);
    } finally {
      clearTimeout(timer);
      this.stop();
    }
  }

  async #guarded<X extends SystemTx, T>(tx: X, work: (tx: X) => Promise<T>): Promise<T> {
    if (!(await guardHold(tx, this.hold))) throw this.#lost();
    return work(tx);
  }

  #lost(): Error {
    const lost = jobErrors.LEASE_LOST();
    this.#ending.abort(lost);
    return lost;
  }

  async #untilAborted<T>(running: Promise<T>): Promise<T> {
    const { promise, reject } = Promise.withResolvers<never>();
    const abandon = (): void => reject(this.signal.reason as Error);
    this.signal.addEventListener('abort', abandon, { once: true });
    try {
      return await Promise.race([running, promise]);
    } finally {
      this.signal.removeEventListener('abort', abandon);
      running.catch(() => undefined);
    }
  }

  /** Prolongs the lease until the attempt ends; without an answer for as long as the lease lasts, it is lost. */
  async #keepHold(): Promise<void> {
    const { leaseMs } = this.hold.job;
    let heldMs = performance.now();
    for (;;) {
      await delay(leaseMs / 3, undefined, { signal: this.signal, ref: false }).catch(() => undefined);
      if (this.signal.aborted) return;
      const askedMs = performance.now();
      const isHeld = await this.database.withoutTenant((tx) => prolongHold(tx, this.hold)).catch(() => undefined);
      if (isHeld === true) heldMs = askedMs;
      if (isHeld === false || performance.now() - heldMs > leaseMs) this.#lost();
    }
  }

  /** What was committed counts, whatever else went wrong. */
  async #settle(thrown: unknown): Promise<AttemptEnd> {
    const isFinished =
      (await this.#finishing?.then(
        () => true,
        () => false,
      )) ?? false;
    const error: unknown = this.signal.aborted ? this.signal.reason : thrown;
    this.#ending.abort(error);
    if (isFinished) return { outcome: 'succeeded' };
    try {
      return { outcome: await this.database.withoutTenant((tx) => this.#record(tx, errorType(error))), error };
    } catch (failure) {
      // The lease runs out by itself.
      return { outcome: 'lost', error: failure };
    }
  }

  async #record(tx: SystemTx, errorCode: string): Promise<AttemptOutcome> {
    const { job, plan } = this.hold;
    const { attempt } = plan;
    if (errorCode === 'JOB.STOPPED') {
      return (await putBackRun(tx, this.hold, { attempt: attempt - 1, waitMs: 0, errorCode })) ? 'stopped' : 'lost';
    }
    if (attempt >= job.attempts) return (await failRun(tx, this.hold, errorCode)) ? 'failed' : 'lost';
    return (await putBackRun(tx, this.hold, { attempt, waitMs: backoffMs(job, attempt), errorCode })) ? 'retried' : 'lost';
  }
}
