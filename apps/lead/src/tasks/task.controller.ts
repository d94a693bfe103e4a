import { Controller } from '@nestjs/common';
import {
  changeTasks,
  completeTask,
  createTask,
  deleteTask,
  dismissTask,
  listTaskAudit,
  listTasks,
  patchTask,
  readTask,
  readTaskQueue,
  reopenTask,
  restoreTask,
  type Task,
} from '@leadstream/contracts';
import { created, Input, type InputOf, reply, Route } from '@leadstream/http';
import { TaskQueueService } from './queue/task-queue.service.js';
import { TaskBatchService } from './task-batch.service.js';
import { TaskClosingService } from './task-closing.service.js';
import { TaskListService } from './task-list.service.js';
import { TaskService } from './task.service.js';

@Controller()
export class TaskController {
  constructor(
    private readonly tasks: TaskService,
    private readonly closing: TaskClosingService,
    private readonly batches: TaskBatchService,
    private readonly lists: TaskListService,
    private readonly queues: TaskQueueService,
  ) {}

  @Route(createTask)
  async create(@Input() { body }: InputOf<typeof createTask>) {
    const task = await this.tasks.create(body);
    return created(`/v1/tasks/${task.id}`, task.version, task);
  }

  @Route(readTaskQueue)
  queue(@Input() { query }: InputOf<typeof readTaskQueue>) {
    return this.queues.read(query);
  }

  @Route(changeTasks)
  async change(@Input() { body }: InputOf<typeof changeTasks>) {
    return { items: await this.batches.change(body.items) };
  }

  @Route(readTask)
  async read(@Input() { params }: InputOf<typeof readTask>) {
    return versioned(await this.tasks.read(params.id));
  }

  @Route(listTasks)
  list(@Input() { query }: InputOf<typeof listTasks>) {
    return this.lists.list(query);
  }

  @Route(patchTask)
  async patch(@Input() { params, body, ifMatch }: InputOf<typeof patchTask>) {
    return versioned(await this.tasks.patch(params.id, ifMatch, body));
  }

  @Route(completeTask)
  async complete(@Input() { params, body, ifMatch }: InputOf<typeof completeTask>) {
    return versioned(await this.closing.close(params.id, ifMatch, 'completed', body.outcome));
  }

  @Route(dismissTask)
  async dismiss(@Input() { params, body, ifMatch }: InputOf<typeof dismissTask>) {
    return versioned(await this.closing.close(params.id, ifMatch, 'dismissed', body.outcome));
  }

  @Route(reopenTask)
  async reopen(@Input() { params, ifMatch }: InputOf<typeof reopenTask>) {
    return versioned(await this.closing.reopen(params.id, ifMatch));
  }

  @Route(deleteTask)
  delete(@Input() { params, ifMatch }: InputOf<typeof deleteTask>): Promise<void> {
    return this.tasks.delete(params.id, ifMatch);
  }

  @Route(restoreTask)
  async restore(@Input() { params }: InputOf<typeof restoreTask>) {
    return versioned(await this.tasks.restore(params.id));
  }

  @Route(listTaskAudit)
  audit(@Input() { params, query }: InputOf<typeof listTaskAudit>) {
    return this.lists.audit(params.id, query.limit, query.cursor);
  }
}

function versioned(task: Task) {
  return reply(task, { version: task.version });
}
