import { z } from 'zod';

/**
 * A task as its events tell it, after the change. Its texts are left out: they speak of people, and who needs them reads the task.
 * Words may get company: readers must accept new ones.
 */
export const toldTaskFields = {
  taskId: z.uuid(),
  /** What it is about: `lead`, with the id of the lead that it was given to, which may have gone into another one since. */
  subjectKind: z.string(),
  subjectId: z.uuid(),
  /** `call`, `email`, `showing`, `follow-up`, `meeting` or `document`. */
  type: z.string(),
  /** `high`, `medium` or `low`. */
  priority: z.string(),
  /** `pending`, `overdue`, `completed` or `dismissed`. */
  state: z.string(),
  /** ISO 8601, UTC. */
  dueAt: z.iso.datetime(),
  /** Member who is to do it. */
  assigneeId: z.uuid().nullable(),
  /** The same for every task of a series; null for one that does not recur. */
  seriesId: z.uuid().nullable(),
};
