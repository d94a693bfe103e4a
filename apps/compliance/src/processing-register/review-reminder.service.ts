import { processingReviewDueV1 } from '@leadstream/contracts';
import { defineJob, type Figures, type Job, type JobRun } from '@leadstream/jobs';
import type { Clock } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK } from '../tokens.js';
import { RegisterRepository } from './register.repository.js';

const CADENCE_MS = 15 * 60_000;
const TENANTS = 100;
const ENTRIES = 100;

/** Reminds of entries that are to be looked at again: once for each day that is stated, from its beginning in UTC on. */
@Injectable()
export class ReviewReminderService {
  constructor(
    private readonly entries: RegisterRepository,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  job(): Job {
    return defineJob({ name: 'remind-of-reviews', cadence: { everyMs: CADENCE_MS }, missed: 'skip', run: (run) => this.sweep(run) });
  }

  async sweep(run: Pick<JobRun, 'step' | 'stepInTenant'>): Promise<Figures> {
    const now = this.clock.now();
    const today = now.toISOString().slice(0, 10);
    let told = 0;
    for (;;) {
      const tenants = await run.step((tx) => this.entries.findTenants(tx, today, TENANTS));
      let found = 0;
      for (const tenantId of tenants) found += await run.stepInTenant(tenantId, (tx) => this.tellDue(tx, today, now));
      told += found;
      // Nothing found where there were tenants: requests hold the rest, and the next run looks again.
      if (found === 0) return { told };
    }
  }

  private async tellDue(tx: Tx, today: string, now: Date): Promise<number> {
    const due = await this.entries.findDue(tx, tx.tenantId, today, ENTRIES);
    for (const { activityId, version: sequence, remindOn: reviewOn } of due) {
      await this.outbox.add(tx, processingReviewDueV1, { data: { activityId, reviewOn }, sequence, time: now });
      await this.entries.setReminded(tx, tx.tenantId, activityId);
    }
    return due.length;
  }
}
