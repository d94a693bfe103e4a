import { Inject, Injectable } from '@nestjs/common';
import { type TaskBatchItem, taskBatchItem, type TaskBatchResult } from '@leadstream/contracts';
import { fieldProblems } from '@leadstream/http';
import { type Clock, DomainError, type Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { CLOCK } from '../tokens.js';
import { changedStep } from './steps/task-step.rules.js';
import { current, TaskEditService } from './store/task-edit.service.js';
import type { PlacedTask } from './store/task-row.js';
import { TaskClosingService } from './task-closing.service.js';
import { taskErrors } from './task.errors.js';
import { isClosed, type TaskRecord } from './task.js';

/** Many changes in one transaction: each item goes in whole or not at all, and sees what the items above it did. */
@Injectable()
export class TaskBatchService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tasks: TaskEditService,
    private readonly closing: TaskClosingService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @param items as the caller sent them */
  change(items: readonly unknown[]): Promise<TaskBatchResult[]> {
    const parsed = items.map((item) => taskBatchItem.safeParse(item));
    return this.database.write(async (tx) => {
      const tasks = await this.tasks.findManyForUpdate(tx, [...new Set(parsed.flatMap(({ data }) => (data ? [data.id] : [])))]);
      const results: TaskBatchResult[] = [];
      for (const { data, error } of parsed)
        results.push(
          data ? await this.judge(tx, data, tasks) : failed(taskErrors.TASK_INVALID({ errors: fieldProblems(error?.issues ?? []) })),
        );
      return results;
    });
  }

  private async judge(tx: Tx, item: TaskBatchItem, tasks: Map<Uuid, PlacedTask>): Promise<TaskBatchResult> {
    try {
      const { task: before, leadId } = current(tasks.get(item.id), item.version);
      const task = await this.apply(tx, before, item);
      tasks.set(item.id, { task, leadId });
      return { status: task === before ? 'unchanged' : 'updated', id: item.id, version: task.version };
    } catch (error) {
      if (error instanceof DomainError && error.code.startsWith('LEAD.TASK_')) return failed(error);
      throw error;
    }
  }

  /** Refuses before it writes anything. */
  private async apply(tx: Tx, before: TaskRecord, item: TaskBatchItem): Promise<TaskRecord> {
    if (item.op !== 'reassign') return this.closing.closeIn(tx, before, item.op === 'complete' ? 'completed' : 'dismissed', item.outcome);
    if (isClosed(before)) throw taskErrors.TASK_CLOSED();
    const step = changedStep(before, { ...before, assigneeId: item.assigneeId }, false, this.clock.now());
    if (step) await this.tasks.save(tx, step);
    return step?.task ?? before;
  }
}

function failed({ code, title, errors, extra }: DomainError): TaskBatchResult {
  return { status: 'failed', error: { code, title, errors: [...errors], ...extra } };
}
