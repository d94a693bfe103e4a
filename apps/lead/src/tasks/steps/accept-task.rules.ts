import { type PatchTask, TASK_TEXT_MAX_LENGTH, TASK_TITLE_MAX_LENGTH } from '@leadstream/contracts';
import type { FieldProblem, Uuid } from '@leadstream/kernel';
import type { Checked } from '../../lead/values/checked.rules.js';
import { normaliseText } from '../../lead/values/text.rules.js';
import { acceptRecurrence } from '../recurrence/occurrence.rules.js';
import type { TaskFields } from '../task.js';

const DAY_MS = 86_400_000;
const EARLIEST_DAYS = 366;
const LATEST_DAYS = 3_653;

type Accepted<T> = { readonly value: T } | { readonly errors: readonly FieldProblem[] };

/** What the checks need to know beside what was stated. */
export interface Acceptance {
  readonly now: Date;
  /** Id of the series, if one begins. */
  readonly seriesId: Uuid;
}

/** A task before anything was said of it. */
export type BlankTask = Omit<TaskFields, 'type' | 'title' | 'dueAt'>;
export const BLANK_TASK: BlankTask = { priority: 'medium', description: null, reminders: [], assigneeId: null, recurrence: null };

/**
 * The fields of a task after a statement, or all that is wrong with it.
 * @param before the fields that were not stated; all of them together must make a task
 */
export function acceptTask(
  before: BlankTask & Partial<TaskFields>,
  stated: PatchTask,
  { now, seriesId }: Acceptance,
): Accepted<TaskFields> {
  const errors: FieldProblem[] = [];
  const take = <T>(path: string, checked: Checked<T>, otherwise: T): T => {
    if (checked.ok) return checked.value;
    errors.push({ path: checked.path === undefined ? path : `${path}.${checked.path}`, code: checked.code, message: checked.message });
    return otherwise;
  };
  const { recurrence, title, description, dueAt, reminders, ...rest } = stated;
  const due = dueAt === undefined ? before.dueAt : take('dueAt', acceptDue(new Date(dueAt), now), new Date(dueAt));
  const type = rest.type ?? before.type;
  if (due === undefined || type === undefined) throw new Error('a task has a type and is due');
  const fields: TaskFields = {
    ...before,
    type,
    priority: rest.priority ?? before.priority,
    assigneeId: rest.assigneeId === undefined ? before.assigneeId : rest.assigneeId,
    title: title === undefined ? (before.title ?? '') : take('title', acceptTitle(title), ''),
    description: description === undefined ? before.description : take('description', acceptText(description), null),
    dueAt: due,
    reminders: reminders === undefined ? before.reminders : [...new Set(reminders)].sort((a, b) => b - a),
    recurrence:
      recurrence === undefined ? before.recurrence : recurrence && take('recurrence', acceptRecurrence(recurrence, due, seriesId), null),
  };
  return errors.length > 0 ? { errors } : { value: fields };
}

/** What is said when a task is closed. */
export function acceptOutcome(outcome: string | null | undefined): Accepted<string | null> {
  const checked = acceptText(outcome ?? null);
  return checked.ok ? { value: checked.value } : { errors: [{ path: 'outcome', code: checked.code, message: checked.message }] };
}

function acceptTitle(title: string): Checked<string> {
  const checked = normaliseText(title, TASK_TITLE_MAX_LENGTH);
  if (!checked.ok) return checked;
  return checked.value === null ? { ok: false, code: 'text.blank', message: 'Says nothing.' } : { ok: true, value: checked.value };
}

function acceptText(text: string | null): Checked<string | null> {
  return normaliseText(text ?? '', TASK_TEXT_MAX_LENGTH);
}

function acceptDue(dueAt: Date, now: Date): Checked<Date> {
  const days = (dueAt.getTime() - now.getTime()) / DAY_MS;
  if (days < -EARLIEST_DAYS) return { ok: false, code: 'due.too_early', message: 'Lies more than a year back.' };
  if (days > LATEST_DAYS) return { ok: false, code: 'due.too_late', message: 'Lies more than ten years ahead.' };
  return { ok: true, value: dueAt };
}
