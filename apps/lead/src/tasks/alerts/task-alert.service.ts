import { Inject, Injectable } from '@nestjs/common';
import { defineJob, type Figures, type Job, type JobRun } from '@leadstream/jobs';
import type { Clock } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { CLOCK } from '../../tokens.js';
import { alertsBy, firstAlertAt } from '../steps/alerts.rules.js';
import { overdueStep } from '../steps/task-step.rules.js';
import { reminderOf } from '../steps/told-task.rules.js';
import { TaskJournalService } from '../store/task-journal.service.js';
import type { TaskRecord } from '../task.js';
import { TaskAlertRepository } from './task-alert.repository.js';

const CADENCE_MS = 5_000;
const TENANTS = 100;
const TASKS = 200;

/** Tells of reminders and of tasks whose time is over: each instant once, in the transaction that remembers that it was told. */
@Injectable()
export class TaskAlertService {
  constructor(
    private readonly alerts: TaskAlertRepository,
    private readonly journal: TaskJournalService,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  job(): Job {
    return defineJob({ name: 'tell-task-times', cadence: { everyMs: CADENCE_MS }, missed: 'skip', run: (run) => this.sweep(run) });
  }

  /** Goes by an index on the next instant of each task: tasks of other times are not looked at. */
  async sweep(run: Pick<JobRun, 'step' | 'stepInTenant'>): Promise<Figures> {
    const now = this.clock.now();
    let told = 0;
    for (;;) {
      const tenants = await run.step((tx) => this.alerts.findTenants(tx, now, TENANTS));
      let found = 0;
      for (const tenantId of tenants) {
        const tasks = await run.stepInTenant(tenantId, (tx) => this.tellDue(tx, now));
        found += tasks.found;
        told += tasks.told;
      }
      // Nothing found where there were tenants: requests hold the rest, and the next run looks again.
      if (found === 0) return { told };
    }
  }

  private async tellDue(tx: Tx, now: Date): Promise<{ readonly found: number; readonly told: number }> {
    const tasks = await this.alerts.findDue(tx, tx.tenantId, now, TASKS);
    let told = 0;
    for (const task of tasks) told += await this.tell(tx, task, now);
    return { found: tasks.length, told };
  }

  /** @returns how many instants were told */
  private async tell(tx: Tx, task: TaskRecord, now: Date): Promise<number> {
    const due = alertsBy(task, now);
    const fresh = await this.alerts.tell(tx, tx.tenantId, task.taskId, due, now);
    const reminders = fresh.filter(({ kind }) => kind === 'reminder').map((alert) => reminderOf(task, alert, now));
    if (reminders.length > 0) await this.outbox.addAll(tx, reminders);
    if (due.some(({ kind }) => kind === 'overdue')) await this.journal.save(tx, overdueStep(task, now));
    else await this.alerts.setNext(tx, tx.tenantId, task.taskId, firstAlertAt(task, now));
    return fresh.length;
  }
}
