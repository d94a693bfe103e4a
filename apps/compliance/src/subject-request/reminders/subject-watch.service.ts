import { defineJob, type Figures, type Job, type JobRun } from '@leadstream/jobs';
import type { Clock, Uuid } from '@leadstream/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { ExportWatchService } from '../access/export-watch.service.js';
import { CLOCK } from '../../tokens.js';
import { SubjectRequestRepository } from '../store/subject-request.repository.js';
import { ReminderService } from './reminder.service.js';

const CADENCE_MS = 30_000;
const TENANTS = 100;

type Run = Pick<JobRun, 'step' | 'stepInTenant'>;

/** Looks after the times of requests: what must be told of them, what does not come, what must go. */
@Injectable()
export class SubjectWatchService {
  constructor(
    private readonly requests: SubjectRequestRepository,
    private readonly reminders: ReminderService,
    private readonly exports: ExportWatchService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  job(): Job {
    return defineJob({ name: 'watch-subject-requests', cadence: { everyMs: CADENCE_MS }, missed: 'skip', run: (run) => this.sweep(run) });
  }

  async sweep(run: Run): Promise<Figures> {
    const now = this.clock.now();
    const figures = { reminded: 0, escalated: 0, removed: 0 };
    for (;;) {
      const tenants = await run.step((tx) => this.requests.findTenants(tx, now, TENANTS));
      let found = 0;
      for (const tenantId of tenants) found += await this.sweepTenant(run, tenantId, now, figures);
      // Nothing found where there were tenants: requests hold the rest, and the next run looks again.
      if (found === 0) return figures;
    }
  }

  private async sweepTenant(
    run: Run,
    tenantId: Uuid,
    now: Date,
    figures: { reminded: number; escalated: number; removed: number },
  ): Promise<number> {
    const reminded = await run.stepInTenant(tenantId, (tx) => this.reminders.tellDue(tx, now));
    const watched = await this.exports.watch(run, tenantId, now);
    figures.reminded += reminded;
    figures.escalated += watched.escalated;
    figures.removed += watched.removed;
    return reminded + watched.escalated + watched.removed;
  }
}
