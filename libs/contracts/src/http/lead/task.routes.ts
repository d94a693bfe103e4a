import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { auditedVersion } from './audit-entry.js';
import { pageQuery } from './lead.js';
import {
  closeTaskBody,
  createTaskBody,
  patchTaskBody,
  task,
  TASK_PRIORITIES,
  TASK_STATES,
  TASK_TYPES,
  taskBatchItem,
  taskBatchResult,
  taskQueue,
} from './task.js';

const taskIdParams = z.strictObject({ id: z.uuid() });

export const createTask = defineRoute({
  operation: 'createTask',
  owner: 'lead',
  method: 'POST',
  path: '/v1/tasks',
  summary: 'Give somebody something to do about a lead, once or by a rule.',
  scope: 'leads:write',
  rateClass: 'write',
  body: createTaskBody,
  success: { status: 201, body: task },
  errors: ['LEAD.NOT_FOUND', 'LEAD.TASK_INVALID'],
});

export const readTask = defineRoute({
  operation: 'readTask',
  owner: 'lead',
  method: 'GET',
  path: '/v1/tasks/:id',
  summary: 'One task; its version is the ETag.',
  scope: 'leads:read',
  rateClass: 'read',
  params: taskIdParams,
  success: { status: 200, body: task },
  errors: ['LEAD.TASK_NOT_FOUND'],
});

export const TASK_SORTS = ['dueAt', '-dueAt', 'createdAt', '-createdAt'] as const;

export const listTasksQuery = z.strictObject({
  ...pageQuery,
  sort: z.enum(TASK_SORTS).default('dueAt'),
  /** Tasks of this lead, and of all that went into it. */
  leadId: z.uuid().optional(),
  assigneeId: z.uuid().optional(),
  state: z.enum(TASK_STATES).optional(),
  type: z.enum(TASK_TYPES).optional(),
  priority: z.enum(TASK_PRIORITIES).optional(),
  'dueAt.gte': z.iso.datetime({ offset: true }).optional(),
  'dueAt.lt': z.iso.datetime({ offset: true }).optional(),
  /** `true` lists the deleted tasks instead, which may be restored. */
  deleted: z.enum(['true', 'false']).default('false'),
});
export type ListTasksQuery = z.infer<typeof listTasksQuery>;

export const listTasks = defineRoute({
  operation: 'listTasks',
  owner: 'lead',
  method: 'GET',
  path: '/v1/tasks',
  summary: 'Tasks, by when they are due unless sorted otherwise; those of deleted leads are hidden with them.',
  scope: 'leads:read',
  rateClass: 'read',
  query: listTasksQuery,
  success: { status: 200, body: z.object({ items: z.array(task), nextCursor: z.string().nullable() }).meta({ id: 'TaskPage' }) },
  errors: ['LEAD.NOT_FOUND'],
});

export const readTaskQueueQuery = z.strictObject({
  ...pageQuery,
  /** The calling member when left out. */
  memberId: z.uuid().optional(),
  /** Today in the zone when left out. */
  day: z.iso.date().optional(),
  /** IANA name. The zone of the member's distribution profile when left out, UTC without one. */
  timeZone: z.string().max(64).optional(),
});
export type ReadTaskQueueQuery = z.infer<typeof readTaskQueueQuery>;

export const readTaskQueue = defineRoute({
  operation: 'readTaskQueue',
  owner: 'lead',
  method: 'GET',
  path: '/v1/tasks/queue',
  summary:
    "A member's open tasks: overdue ones, those of the day, then those that come later, each by priority and then by when they are due.",
  scope: 'leads:read',
  rateClass: 'read',
  query: readTaskQueueQuery,
  success: { status: 200, body: taskQueue },
  errors: ['LEAD.TASK_INVALID'],
});

export const patchTask = defineRoute({
  operation: 'patchTask',
  owner: 'lead',
  method: 'PATCH',
  path: '/v1/tasks/:id',
  summary: 'Change or reassign an open task; moving it leaves the rest of its series alone.',
  scope: 'leads:write',
  rateClass: 'write',
  params: taskIdParams,
  body: patchTaskBody,
  ifMatch: true,
  success: { status: 200, body: task },
  errors: ['LEAD.TASK_NOT_FOUND', 'LEAD.TASK_STALE', 'LEAD.TASK_CLOSED', 'LEAD.TASK_INVALID'],
});

export const completeTask = defineRoute({
  operation: 'completeTask',
  owner: 'lead',
  method: 'POST',
  path: '/v1/tasks/:id/complete',
  summary: 'It is done; the next one of its series is made.',
  scope: 'leads:write',
  rateClass: 'write',
  params: taskIdParams,
  body: closeTaskBody,
  ifMatch: true,
  success: { status: 200, body: task },
  errors: ['LEAD.TASK_NOT_FOUND', 'LEAD.TASK_STALE', 'LEAD.TASK_CLOSED', 'LEAD.TASK_INVALID'],
});

export const dismissTask = defineRoute({
  operation: 'dismissTask',
  owner: 'lead',
  method: 'POST',
  path: '/v1/tasks/:id/dismiss',
  summary: 'It will not be done; the next one of its series is made.',
  scope: 'leads:write',
  rateClass: 'write',
  params: taskIdParams,
  body: closeTaskBody,
  ifMatch: true,
  success: { status: 200, body: task },
  errors: ['LEAD.TASK_NOT_FOUND', 'LEAD.TASK_STALE', 'LEAD.TASK_CLOSED', 'LEAD.TASK_INVALID'],
});

export const reopenTask = defineRoute({
  operation: 'reopenTask',
  owner: 'lead',
  method: 'POST',
  path: '/v1/tasks/:id/reopen',
  summary: 'It is to be done after all; the next one of its series stays.',
  scope: 'leads:write',
  rateClass: 'write',
  params: taskIdParams,
  ifMatch: true,
  success: { status: 200, body: task },
  errors: ['LEAD.TASK_NOT_FOUND', 'LEAD.TASK_STALE', 'LEAD.TASK_OPEN'],
});

/** Documented as a change, but taken as it comes: each item is judged alone. */
const batchItem = z.unknown().meta({ ...z.toJSONSchema(taskBatchItem, { io: 'input' }), $schema: undefined });

export const changeTasks = defineRoute({
  operation: 'changeTasks',
  owner: 'lead',
  method: 'POST',
  path: '/v1/tasks/batch',
  summary: 'Complete, dismiss and reassign up to 100 tasks, in the order given; one result per item. Items fail alone.',
  scope: 'leads:write',
  rateClass: 'write',
  body: z.strictObject({ items: z.array(batchItem).min(1).max(100) }).meta({ id: 'ChangeTasks' }),
  success: { status: 200, body: z.object({ items: z.array(taskBatchResult) }) },
});

export const deleteTask = defineRoute({
  operation: 'deleteTask',
  owner: 'lead',
  method: 'DELETE',
  path: '/v1/tasks/:id',
  summary: 'Soft-delete a task; an open one of a series ends the series.',
  scope: 'leads:write',
  rateClass: 'write',
  params: taskIdParams,
  ifMatch: true,
  success: { status: 204 },
  errors: ['LEAD.TASK_NOT_FOUND', 'LEAD.TASK_STALE'],
});

export const restoreTask = defineRoute({
  operation: 'restoreTask',
  owner: 'lead',
  method: 'POST',
  path: '/v1/tasks/:id/restore',
  summary: 'Bring back a deleted task.',
  scope: 'leads:write',
  rateClass: 'write',
  params: taskIdParams,
  success: { status: 200, body: task },
  errors: ['LEAD.TASK_NOT_FOUND', 'LEAD.TASK_NOT_DELETED'],
});

export const TASK_AUDIT_ACTIONS = ['created', 'updated', 'completed', 'dismissed', 'reopened', 'overdue', 'deleted', 'restored'] as const;

/** Who changed a task, from what to what. */
export const taskAuditEntry = z.object({ ...auditedVersion, action: z.enum(TASK_AUDIT_ACTIONS) }).meta({ id: 'TaskAuditEntry' });
export type TaskAuditEntry = z.infer<typeof taskAuditEntry>;

export const listTaskAudit = defineRoute({
  operation: 'listTaskAudit',
  owner: 'lead',
  method: 'GET',
  path: '/v1/tasks/:id/audit',
  summary: 'Every change of a task, latest first; of a deleted one, too.',
  scope: 'leads:read',
  rateClass: 'read',
  params: taskIdParams,
  query: z.strictObject(pageQuery),
  success: {
    status: 200,
    body: z.object({ items: z.array(taskAuditEntry), nextCursor: z.string().nullable() }).meta({ id: 'TaskAuditPage' }),
  },
  errors: ['LEAD.TASK_NOT_FOUND'],
});

export const taskRoutes = [
  createTask,
  readTaskQueue,
  changeTasks,
  readTask,
  listTasks,
  patchTask,
  completeTask,
  dismissTask,
  reopenTask,
  deleteTask,
  restoreTask,
  listTaskAudit,
] as const;
