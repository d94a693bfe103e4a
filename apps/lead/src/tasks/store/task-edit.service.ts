import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { LeadEditService } from '../../lead-store/lead-edit.service.js';
import { leadErrors } from '../../lead/lead.errors.js';
import { taskErrors } from '../task.errors.js';
import type { TaskStep } from '../task.js';
import { TaskJournalService } from './task-journal.service.js';
import type { PlacedTask } from './task-row.js';
import { TaskRepository } from './task.repository.js';

/** Changes tasks that are already there: find them locked, decide a step, save the step with all that goes with it. */
@Injectable()
export class TaskEditService {
  constructor(
    private readonly leads: LeadEditService,
    private readonly tasks: TaskRepository,
    private readonly journal: TaskJournalService,
  ) {}

  /**
   * Keeps a lead from being deleted or merged before the transaction ends.
   * @throws DomainError `LEAD.NOT_FOUND`, with `mergedInto` for a lead that went into another one
   */
  async holdLead(tx: Tx, leadId: Uuid): Promise<void> {
    const [isThere] = await Promise.all([this.tasks.holdLead(tx, tx.tenantId, leadId), this.leads.find(tx, leadId)]);
    if (!isThere) throw leadErrors.NOT_FOUND();
  }

  /** Also a deleted one. @throws DomainError `LEAD.TASK_NOT_FOUND` */
  async find(tx: Tx, taskId: Uuid): Promise<PlacedTask> {
    const task = await this.tasks.find(tx, tx.tenantId, taskId);
    if (!task) throw taskErrors.TASK_NOT_FOUND();
    return task;
  }

  /** @throws DomainError `LEAD.TASK_NOT_FOUND`, `LEAD.TASK_STALE` with `currentVersion` */
  async findForUpdate(tx: Tx, taskId: Uuid, version: number): Promise<PlacedTask> {
    return current((await this.tasks.findForUpdate(tx, tx.tenantId, [taskId]))[0], version);
  }

  /** Also a deleted one. @throws DomainError `LEAD.TASK_NOT_FOUND` */
  async findAnyForUpdate(tx: Tx, taskId: Uuid): Promise<PlacedTask> {
    const [task] = await this.tasks.findForUpdate(tx, tx.tenantId, [taskId]);
    if (!task) throw taskErrors.TASK_NOT_FOUND();
    return task;
  }

  /** Those that are there, deleted ones included, by id. */
  async findManyForUpdate(tx: Tx, taskIds: readonly Uuid[]): Promise<Map<Uuid, PlacedTask>> {
    const found = await this.tasks.findForUpdate(tx, tx.tenantId, taskIds);
    return new Map(found.map((placed) => [placed.task.taskId, placed]));
  }

  /** Whether a task was told as overdue of that instant. */
  wasTold(tx: Tx, taskId: Uuid, dueAt: Date): Promise<boolean> {
    return this.tasks.wasTold(tx, tx.tenantId, taskId, dueAt);
  }

  /** Nothing is saved when the occurrence of its series is there already. */
  async create(tx: Tx, step: TaskStep): Promise<void> {
    await this.journal.create(tx, step);
  }

  save(tx: Tx, step: TaskStep): Promise<void> {
    return this.journal.save(tx, step);
  }
}

/**
 * The task, if it is not deleted and of that version.
 * @throws DomainError `LEAD.TASK_NOT_FOUND`, `LEAD.TASK_STALE` with `currentVersion`
 */
export function current(placed: PlacedTask | undefined, version: number): PlacedTask {
  if (!placed || placed.task.deletedAt !== null) throw taskErrors.TASK_NOT_FOUND();
  if (placed.task.version !== version) throw taskErrors.TASK_STALE({ extra: { currentVersion: placed.task.version } });
  return placed;
}
