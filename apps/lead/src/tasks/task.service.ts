import { Inject, Injectable } from '@nestjs/common';
import type { CreateTask, PatchTask, Task } from '@leadstream/contracts';
import type { Clock, IdSource, Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { currentCaller } from '../current-tenant.js';
import { CLOCK, IDS } from '../tokens.js';
import { acceptTask, BLANK_TASK, type BlankTask } from './steps/accept-task.rules.js';
import { presentTask } from './steps/present-task.rules.js';
import { changedStep, createdStep, deletedStep, restoredStep } from './steps/task-step.rules.js';
import { TaskEditService } from './store/task-edit.service.js';
import { taskErrors } from './task.errors.js';
import { isClosed, type TaskFields } from './task.js';

/** Tasks about leads, as people state them. */
@Injectable()
export class TaskService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tasks: TaskEditService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.TASK_INVALID` */
  create({ subject, trigger: automation, ...stated }: CreateTask): Promise<Task> {
    const now = this.clock.now();
    const fields = this.accepted(BLANK_TASK, stated, now);
    const trigger = automation ?? ({ kind: 'manual', id: null } as const);
    const open = { state: 'pending', outcome: null, closedAt: null, deletedAt: null } as const;
    const { actor: author } = currentCaller();
    const step = createdStep({ taskId: this.ids.next(), subject, ...fields, ...open, trigger, author, createdAt: now, updatedAt: now });
    return this.database.write(async (tx) => {
      await this.tasks.holdLead(tx, subject.id);
      await this.tasks.create(tx, step);
      return presentTask(step.task, subject.id);
    });
  }

  /** @throws DomainError `LEAD.TASK_NOT_FOUND` */
  read(taskId: Uuid): Promise<Task> {
    return this.database.read(async (tx) => {
      const { task, leadId } = await this.tasks.find(tx, taskId);
      if (task.deletedAt !== null) throw taskErrors.TASK_NOT_FOUND();
      return presentTask(task, leadId);
    });
  }

  /** @throws DomainError as `acceptTask` says, `LEAD.TASK_NOT_FOUND`, `LEAD.TASK_STALE`, `LEAD.TASK_CLOSED` */
  patch(taskId: Uuid, version: number, stated: PatchTask): Promise<Task> {
    return this.database.write(async (tx) => {
      const { task: before, leadId } = await this.tasks.findForUpdate(tx, taskId, version);
      if (isClosed(before)) throw taskErrors.TASK_CLOSED();
      const now = this.clock.now();
      const fields = this.accepted(before, stated, now);
      const step = changedStep(before, fields, await this.tasks.wasTold(tx, taskId, fields.dueAt), now);
      if (step) await this.tasks.save(tx, step);
      return presentTask(step?.task ?? before, leadId);
    });
  }

  /** @throws DomainError `LEAD.TASK_NOT_FOUND`, `LEAD.TASK_STALE` */
  delete(taskId: Uuid, version: number): Promise<void> {
    return this.database.write(async (tx) => {
      const { task } = await this.tasks.findForUpdate(tx, taskId, version);
      await this.tasks.save(tx, deletedStep(task, this.clock.now()));
    });
  }

  /** @throws DomainError `LEAD.TASK_NOT_FOUND`, `LEAD.TASK_NOT_DELETED` */
  restore(taskId: Uuid): Promise<Task> {
    return this.database.write(async (tx) => {
      const { task, leadId } = await this.tasks.findAnyForUpdate(tx, taskId);
      if (task.deletedAt === null) throw taskErrors.TASK_NOT_DELETED();
      const step = restoredStep(task, this.clock.now());
      await this.tasks.save(tx, step);
      return presentTask(step.task, leadId);
    });
  }

  private accepted(before: BlankTask & Partial<TaskFields>, stated: PatchTask, now: Date): TaskFields {
    const read = acceptTask(before, stated, { now, seriesId: this.ids.next() });
    if ('errors' in read) throw taskErrors.TASK_INVALID({ errors: read.errors });
    return read.value;
  }
}
