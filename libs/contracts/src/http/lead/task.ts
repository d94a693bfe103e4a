import { z } from 'zod';
import { fieldProblem } from '../problem.js';

export const TASK_TYPES = ['call', 'email', 'showing', 'follow-up', 'meeting', 'document'] as const;
/** Highest first. */
export const TASK_PRIORITIES = ['high', 'medium', 'low'] as const;
/** `overdue` is pending, with its time over; completed and dismissed tasks are closed. */
export const TASK_STATES = ['pending', 'overdue', 'completed', 'dismissed'] as const;
/** What may make a task other than a person: an event, a rule, a step of a sequence, a workflow. */
export const TASK_AUTOMATIONS = ['event', 'rule', 'sequence', 'workflow'] as const;

const taskType = z.enum(TASK_TYPES);
const priority = z.enum(TASK_PRIORITIES);
const actor = z.object({ kind: z.string(), id: z.string() });

/** What a task is about; readers must accept kinds that they do not know. */
export const taskSubject = z.object({ kind: z.enum(['lead']), id: z.uuid() });

/** A series of tasks, of which each comes when the one before is closed. */
export const taskRecurrence = z.object({
  /** RRULE of RFC 5545, without `RRULE:`. */
  rule: z.string(),
  /** IANA name: the time of day stays on the clocks of this zone. */
  timeZone: z.string(),
  /** Days in the zone that are left out. */
  exceptDates: z.array(z.iso.date()),
  /** The same for every task of the series. */
  seriesId: z.uuid(),
  /** 1 = the first; days that are left out have a number, too. */
  occurrence: z.int().min(1),
});

/** Something that a member is to do. */
export const task = z
  .object({
    id: z.uuid(),
    /** Grows by one with every change, also when the task becomes overdue; the `ETag`. */
    version: z.int().min(1),
    /** Of a lead that went into another one, the survivor. */
    subject: taskSubject,
    type: taskType,
    priority,
    state: z.enum(TASK_STATES),
    title: z.string(),
    description: z.string().nullable(),
    dueAt: z.iso.datetime(),
    /** Minutes before it is due at which the member is reminded, most first. */
    reminders: z.array(z.int()),
    /** Member who is to do it. */
    assigneeId: z.uuid().nullable(),
    recurrence: taskRecurrence.nullable(),
    /** What made it: `manual`, `recurrence` (the task before in its series), or an automation; with the id of that. */
    trigger: z.object({ kind: z.enum(['manual', 'recurrence', ...TASK_AUTOMATIONS]), id: z.string().nullable() }),
    /** What came of it, as said when it was closed. */
    outcome: z.string().nullable(),
    closedAt: z.iso.datetime().nullable(),
    createdBy: actor,
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Task' });
export type Task = z.infer<typeof task>;

/** Longest texts, in UTF-16 units. */
export const TASK_TITLE_MAX_LENGTH = 200;
export const TASK_TEXT_MAX_LENGTH = 5_000;
/** Thirty days. */
const EARLIEST_REMINDER_MINUTES = 43_200;
const MOST_REMINDERS = 5;
const MOST_EXCEPTIONS = 100;

const text = z.string().max(TASK_TEXT_MAX_LENGTH);
const fields = {
  type: taskType,
  title: z.string().min(1).max(TASK_TITLE_MAX_LENGTH),
  /** From a year ago to ten years ahead. */
  dueAt: z.iso.datetime({ offset: true }),
};
const furtherFields = {
  priority,
  /** Minutes before it is due; those that lie in the past already are not told. */
  reminders: z.array(z.int().min(1).max(EARLIEST_REMINDER_MINUTES)).max(MOST_REMINDERS),
};
const nullableFields = {
  description: text.nullable(),
  /** A member of the tenant. */
  assigneeId: z.uuid().nullable(),
  /** The task is its first occurrence, so it has to be due on a day of the rule. Tasks come once a day at most, and at least once in ten years. */
  recurrence: z
    .strictObject({
      /** FREQ (DAILY to YEARLY), INTERVAL, COUNT, UNTIL, BYMONTH, BYMONTHDAY, BYDAY, BYSETPOS and WKST of an RRULE (RFC 5545). */
      rule: z.string().min(1).max(500),
      /** IANA name. */
      timeZone: z.string().max(64),
      exceptDates: z.array(z.iso.date()).max(MOST_EXCEPTIONS).default([]),
    })
    .nullable(),
};

export const createTaskBody = z
  .strictObject({
    subject: z.strictObject(taskSubject.shape),
    ...fields,
    ...z.object({ ...furtherFields, ...nullableFields }).partial().shape,
    /** Left out, a person made it. */
    trigger: z.strictObject({ kind: z.enum(TASK_AUTOMATIONS), id: z.string().trim().min(1).max(200) }).optional(),
  })
  .meta({ id: 'CreateTask' });
export type CreateTask = z.infer<typeof createTaskBody>;

/** JSON merge patch; `recurrence` is replaced as a whole and begins a series anew, null ends it. */
export const patchTaskBody = z
  .strictObject({ ...fields, ...furtherFields, ...nullableFields })
  .partial()
  .meta({ id: 'PatchTask' });
export type PatchTask = z.infer<typeof patchTaskBody>;

export const closeTaskBody = z.strictObject({ outcome: text.nullable() }).partial().meta({ id: 'CloseTask' });

const id = z.uuid();
/** The present version, as `If-Match` would carry it. */
const version = z.int().min(1);

/** One change among many. */
export const taskBatchItem = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('complete'), id, version, outcome: text.nullable().optional() }),
  z.strictObject({ op: z.literal('dismiss'), id, version, outcome: text.nullable().optional() }),
  z.strictObject({ op: z.literal('reassign'), id, version, assigneeId: z.uuid().nullable() }),
]);
export type TaskBatchItem = z.infer<typeof taskBatchItem>;

/** What became of one item. */
export const taskBatchResult = z
  .discriminatedUnion('status', [
    z.object({ status: z.enum(['updated', 'unchanged']), id, version }),
    z.object({
      status: z.literal('failed'),
      error: z.object({ code: z.string(), title: z.string(), errors: z.array(fieldProblem), currentVersion: z.int().optional() }),
    }),
  ])
  .meta({ id: 'TaskBatchResult' });
export type TaskBatchResult = z.infer<typeof taskBatchResult>;

/** A task and where it stands in somebody's day. */
export const queuedTask = task.extend({ place: z.enum(['overdue', 'today', 'later']) }).meta({ id: 'QueuedTask' });
export type QueuedTask = z.infer<typeof queuedTask>;

/** Open tasks of a member, as one day sees them. */
export const taskQueue = z
  .object({
    day: z.iso.date(),
    timeZone: z.string(),
    /** Of the whole queue, at the moment of this answer. */
    counts: z.object({ overdue: z.int().min(0), today: z.int().min(0), later: z.int().min(0) }),
    items: z.array(queuedTask),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'TaskQueue' });
export type TaskQueue = z.infer<typeof taskQueue>;
