import type {
  BeforeApplicationShutdown,
  FactoryProvider,
  INestApplicationContext,
  InjectionToken,
  OnApplicationBootstrap,
} from '@nestjs/common';
import { TenantDatabase } from '@leadstream/persistence';
import { JobScheduler } from './scheduling/job-scheduler.js';
import type { Job } from './declaration/job.js';

/** Where health checks are registered; the edge's `HealthRegistry` is one. */
export interface HealthSink {
  register(name: string, check: () => { readonly ok: true } | { readonly ok: false; readonly reason: string }): void;
}

export interface JobsOptions<I extends readonly unknown[]> {
  /** Name of the service: its slice in metrics and logs. */
  readonly service: string;
  /** Jobs run in processes with the role `worker` alone. */
  readonly roles: readonly string[];
  readonly inject?: readonly InjectionToken[];
  /** Makes the jobs from what `inject` names, in that order. */
  readonly jobs: (...injected: I) => readonly Job[];
}

const SILENT_AFTER_MS = 30_000;

/** The scheduler of a process, if it has one; it lives as long as the application. */
export class JobsRuntime implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(private readonly scheduler: JobScheduler | undefined) {}

  onApplicationBootstrap(): void {
    this.scheduler?.start();
  }

  /** Before anything that jobs use goes away. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.scheduler?.stop();
  }

  /** Ready only when the scheduler has looked for due jobs not long ago; how the jobs do is for metrics to tell. */
  registerHealth(health: HealthSink): void {
    const { scheduler } = this;
    if (scheduler === undefined) return;
    health.register('jobs', () =>
      Date.now() - (scheduler.lastTurnMs ?? 0) < SILENT_AFTER_MS ? { ok: true } : { ok: false, reason: 'scheduler_does_not_turn' },
    );
  }
}

/** A provider of the app's root module, which runs the service's timed jobs. Needs `TenantDatabase` from a global module. */
export function provideJobs<I extends readonly unknown[]>({
  service,
  roles,
  inject = [],
  jobs,
}: JobsOptions<I>): FactoryProvider<JobsRuntime> {
  return {
    provide: JobsRuntime,
    inject: [TenantDatabase, ...inject],
    useFactory: (database: TenantDatabase, ...injected: unknown[]) =>
      new JobsRuntime(
        roles.includes('worker') ? new JobScheduler({ database, slice: service, jobs: jobs(...(injected as unknown as I)) }) : undefined,
      ),
  };
}

/** Lets the edge know whether the scheduler works; call before the app is initialised. */
export function connectJobs(app: INestApplicationContext, health: HealthSink): void {
  app.get(JobsRuntime, { strict: false }).registerHealth(health);
}
