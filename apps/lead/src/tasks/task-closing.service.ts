import { Inject, Injectable } from '@nestjs/common';
import type { Task } from '@leadstream/contracts';
import type { Clock, IdSource, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { currentCaller } from '../current-tenant.js';
import { CLOCK, IDS } from '../tokens.js';
import { acceptOutcome } from './steps/accept-task.rules.js';
import { presentTask } from './steps/present-task.rules.js';
import { nextTaskStep } from './steps/series.rules.js';
import { closedStep, reopenedStep } from './steps/task-step.rules.js';
import { TaskEditService } from './store/task-edit.service.js';
import { taskErrors } from './task.errors.js';
import { isClosed, type TaskRecord } from './task.js';

export type Closing = 'completed' | 'dismissed';

/** Closes tasks, and opens them again. */
@Injectable()
export class TaskClosingService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tasks: TaskEditService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @throws DomainError `LEAD.TASK_NOT_FOUND`, `LEAD.TASK_STALE`, `LEAD.TASK_CLOSED`, `LEAD.TASK_INVALID` */
  close(taskId: Uuid, version: number, state: Closing, outcome: string | null | undefined): Promise<Task> {
    return this.database.write(async (tx) => {
      const { task, leadId } = await this.tasks.findForUpdate(tx, taskId, version);
      return presentTask(await this.closeIn(tx, task, state, outcome), leadId);
    });
  }

  /**
   * With the next task of the series, unless that is there already.
   * @param task locked
   * @throws DomainError `LEAD.TASK_CLOSED`, `LEAD.TASK_INVALID`, before anything is written
   */
  async closeIn(tx: Tx, task: TaskRecord, state: Closing, outcome: string | null | undefined): Promise<TaskRecord> {
    if (isClosed(task)) throw taskErrors.TASK_CLOSED();
    const read = acceptOutcome(outcome);
    if ('errors' in read) throw taskErrors.TASK_INVALID({ errors: read.errors });
    const now = this.clock.now();
    const step = closedStep(task, state, read.value, now);
    const next = nextTaskStep(task, { taskId: this.ids.next(), author: currentCaller().actor, now });
    await this.tasks.save(tx, step);
    if (next) await this.tasks.create(tx, next);
    return step.task;
  }

  /** @throws DomainError `LEAD.TASK_NOT_FOUND`, `LEAD.TASK_STALE`, `LEAD.TASK_OPEN` */
  reopen(taskId: Uuid, version: number): Promise<Task> {
    return this.database.write(async (tx) => {
      const { task, leadId } = await this.tasks.findForUpdate(tx, taskId, version);
      if (!isClosed(task)) throw taskErrors.TASK_OPEN();
      const step = reopenedStep(task, await this.tasks.wasTold(tx, taskId, task.dueAt), this.clock.now());
      await this.tasks.save(tx, step);
      return presentTask(step.task, leadId);
    });
  }
}
