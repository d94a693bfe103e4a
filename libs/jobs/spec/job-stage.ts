import { type SystemTx, TenantDatabase } from '@leadstream/persistence';
import { testDatabase } from '@leadstream/testing';
import pg from 'pg';
import { defineJob, type Job, type JobDeclaration, JobScheduler, type JobSchedulerOptions } from '../src/index.js';

export interface Effect {
  readonly job: string;
  readonly scheduledFor: Date;
  readonly worker: string;
}

const EFFECT_TABLE = 'CREATE TABLE job_effect (job text NOT NULL, scheduled_for timestamptz NOT NULL, worker text NOT NULL)';

/** Leaves a trace that a run had its effect. Nothing in the table keeps a second one out. */
export async function leaveEffect(tx: SystemTx, job: string, scheduledFor: Date, worker: string): Promise<void> {
  await tx.execute('INSERT INTO job_effect (job, scheduled_for, worker) VALUES ($1, $2, $3)', [job, scheduledFor, worker]);
}

/** A job whose whole effect is one row. */
export function effectJob(declaration: Pick<JobDeclaration, 'name'> & Partial<JobDeclaration>, worker: string): Job {
  const { name } = declaration;
  return defineJob({
    cadence: { everyMs: 86_400_000 },
    missed: 'skip',
    run: (run) => run.finish((tx) => leaveEffect(tx, name, run.scheduledFor, worker)),
    ...declaration,
  });
}

/** A slice with a table for effects, and schedulers that end with it. */
export interface JobStage {
  readonly database: TenantDatabase;
  readonly serviceUrl: string;
  /** Superuser, for arranging and inspecting. */
  readonly admin: pg.Client;
  scheduler(jobs: readonly Job[], options?: Partial<JobSchedulerOptions>): JobScheduler;
  effects(job: string): Promise<Effect[]>;
  history(job: string): Promise<Record<string, unknown>[]>;
  /** As if it had last been due then. */
  setDue(job: string, at: Date): Promise<void>;
  end(): Promise<void>;
}

export async function jobStage(): Promise<JobStage> {
  const slice = await testDatabase();
  const admin = new pg.Client({ connectionString: slice.adminUrl, options: '-c search_path=lead' });
  await admin.connect();
  await admin.query(`SET ROLE lead_owner; ${EFFECT_TABLE}; RESET ROLE`);
  const database = new TenantDatabase({ url: slice.serviceUrl('lead'), poolSize: 12, applicationName: 'spec' });
  const schedulers: JobScheduler[] = [];
  return {
    database,
    serviceUrl: slice.serviceUrl('lead'),
    admin,
    scheduler: (jobs, options = {}) => {
      const scheduler = new JobScheduler({ database, slice: 'lead', jobs, pollMs: 50, drainMs: 100, ...options });
      schedulers.push(scheduler);
      scheduler.start();
      return scheduler;
    },
    effects: async (job) =>
      (await admin.query<Effect>('SELECT job, scheduled_for AS "scheduledFor", worker FROM job_effect WHERE job = $1 ORDER BY 2', [job]))
        .rows,
    history: async (job) =>
      (await admin.query<Record<string, unknown>>('SELECT * FROM timed_job_run WHERE job = $1 ORDER BY started_at', [job])).rows,
    setDue: async (job, at) => {
      await admin.query('UPDATE timed_job SET next_due_at = $2 WHERE name = $1', [job, at]);
    },
    end: async () => {
      await Promise.all(schedulers.map((scheduler) => scheduler.stop()));
      await database.end();
      await admin.end();
      await slice.drop();
    },
  };
}
