import { Injectable } from '@nestjs/common';
import type { ListTasksQuery, Task, TaskAuditEntry } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { AuditPageReadModel, type VersionPage } from '../audit-store/audit-page.read-model.js';
import { LeadEditService } from '../lead-store/lead-edit.service.js';
import { MergePointerReadModel } from '../lead-store/merge-pointer.read-model.js';
import { presentTask } from './steps/present-task.rules.js';
import { TaskEditService } from './store/task-edit.service.js';
import { TaskListReadModel } from './store/task-list.read-model.js';

/** Tasks and their versions, page by page. */
@Injectable()
export class TaskListService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly leads: LeadEditService,
    private readonly pointers: MergePointerReadModel,
    private readonly tasks: TaskEditService,
    private readonly pages: TaskListReadModel,
    private readonly audits: AuditPageReadModel,
  ) {}

  /** @throws DomainError `LEAD.NOT_FOUND` of a lead that is asked for */
  list(query: ListTasksQuery): Promise<{ items: Task[]; nextCursor: string | null }> {
    return this.database.read(async (tx) => {
      const leadIds = query.leadId === undefined ? undefined : await this.familyOf(tx, query.leadId);
      const { items, nextCursor } = await this.pages.findPage(tx, tx.tenantId, query, leadIds);
      return { items: items.map(({ task, leadId }) => presentTask(task, leadId)), nextCursor };
    });
  }

  /** @throws DomainError `LEAD.TASK_NOT_FOUND` */
  audit(taskId: Uuid, limit: number, cursor: string | undefined): Promise<VersionPage<TaskAuditEntry['action']>> {
    return this.database.read(async (tx) => {
      await this.tasks.find(tx, taskId);
      return this.audits.findPage(tx, tx.tenantId, 'task', taskId, { limit, cursor });
    });
  }

  private async familyOf(tx: Tx, leadId: Uuid): Promise<Uuid[]> {
    await this.leads.find(tx, leadId);
    return this.pointers.findFamily(tx, tx.tenantId, leadId);
  }
}
