import { defineErrors } from '@leadstream/kernel';

export const taskErrors = defineErrors('LEAD', {
  TASK_NOT_FOUND: { kind: 'not_found', title: 'No such task' },
  TASK_STALE: { kind: 'stale', title: 'The task has changed since it was read' },
  TASK_INVALID: { kind: 'invalid', title: 'The task is not acceptable as stated' },
  TASK_CLOSED: { kind: 'conflict', title: 'The task is completed or dismissed' },
  TASK_OPEN: { kind: 'conflict', title: 'The task is open' },
  TASK_NOT_DELETED: { kind: 'conflict', title: 'The task is not deleted' },
});
