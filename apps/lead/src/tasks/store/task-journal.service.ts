import { Injectable } from '@nestjs/common';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { AuditRepository } from '../../audit-store/audit.repository.js';
import { eventOf } from '../steps/told-task.rules.js';
import type { TaskStep } from '../task.js';
import { TaskRepository } from './task.repository.js';

/** Saves versions of tasks, each with its audit and its event, together or not at all. */
@Injectable()
export class TaskJournalService {
  constructor(
    private readonly tasks: TaskRepository,
    private readonly audits: AuditRepository,
    private readonly outbox: Outbox,
  ) {}

  /** @returns false, and nothing is saved, when the occurrence of its series is there already */
  async create(tx: Tx, step: TaskStep): Promise<boolean> {
    const isNew = await this.tasks.create(tx, tx.tenantId, step.task);
    if (isNew) await this.record(tx, step);
    return isNew;
  }

  /** @param step of a task that the transaction has locked */
  async save(tx: Tx, step: TaskStep): Promise<void> {
    await this.tasks.update(tx, tx.tenantId, step.task);
    await this.record(tx, step);
  }

  private async record(tx: Tx, step: TaskStep): Promise<void> {
    const { taskId, version, updatedAt } = step.task;
    const entry = { id: taskId, version, action: step.action, changes: step.changes, recordedAt: updatedAt };
    await this.audits.create(tx, tx.tenantId, 'task', [entry]);
    await this.outbox.add(tx, eventOf(step).contract, eventOf(step));
  }
}
