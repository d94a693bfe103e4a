import { Module } from '@nestjs/common';
import { AuditStoreModule } from '../audit-store/audit-store.module.js';
import { DistributionModule } from '../distribution/distribution.module.js';
import { LeadStoreModule } from '../lead-store/lead-store.module.js';
import { TaskAlertRepository } from './alerts/task-alert.repository.js';
import { TaskAlertService } from './alerts/task-alert.service.js';
import { TaskQueueReadModel } from './queue/task-queue.read-model.js';
import { TaskQueueService } from './queue/task-queue.service.js';
import { TaskEditService } from './store/task-edit.service.js';
import { TaskJournalService } from './store/task-journal.service.js';
import { TaskListReadModel } from './store/task-list.read-model.js';
import { TaskRepository } from './store/task.repository.js';
import { TaskBatchService } from './task-batch.service.js';
import { TaskClosingService } from './task-closing.service.js';
import { TaskController } from './task.controller.js';
import { TaskListService } from './task-list.service.js';
import { TaskService } from './task.service.js';

const store = [TaskRepository, TaskJournalService, TaskEditService, TaskListReadModel];

@Module({
  imports: [LeadStoreModule, AuditStoreModule, DistributionModule],
  controllers: [TaskController],
  providers: [
    ...store,
    TaskService,
    TaskClosingService,
    TaskBatchService,
    TaskListService,
    TaskQueueService,
    TaskQueueReadModel,
    TaskAlertService,
    TaskAlertRepository,
  ],
  exports: [TaskAlertService],
})
export class TaskModule {}
