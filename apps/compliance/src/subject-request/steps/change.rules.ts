import type { PatchSubjectRequest, SubjectRequestKind } from '@leadstream/contracts';
import { daysBetween, deadlineOf, isPausable } from '../deadline/deadline.rules.js';
import { type FieldChange, isOpen, type SubjectRequestChange, type SubjectRequestRecord } from '../subject-request.js';
import { nextReminderAt } from './reminder.rules.js';
import { mayFollow } from './transition.rules.js';

/** Why a change is refused. */
export type ChangeRefusal =
  | 'ended'
  | 'transition'
  | 'identity_missing'
  | 'refusal_without_reason'
  | 'reason_without_refusal'
  | 'extended_already'
  | 'extended_too_late';

/** What goes to somebody, or is destroyed, only for the person itself. */
const NEEDS_IDENTITY: readonly SubjectRequestKind[] = ['access', 'portability', 'erasure'];

/** Why the change may not be; undefined when it may. */
export function refusalOf(request: SubjectRequestRecord, patch: PatchSubjectRequest, now: Date): ChangeRefusal | undefined {
  const { status, identity, refusal, extension } = patch;
  if (!isOpen(request)) return 'ended';
  if (status !== undefined && status !== request.status && !mayFollow(request.status, status)) return 'transition';
  const isKnown = request.identity !== null || identity !== undefined;
  if ((status === 'in-progress' || status === 'completed') && !isKnown && NEEDS_IDENTITY.includes(request.kind)) return 'identity_missing';
  if (status === 'refused' && refusal === undefined) return 'refusal_without_reason';
  if (status !== 'refused' && refusal !== undefined) return 'reason_without_refusal';
  if (extension !== undefined && request.extension !== null) return 'extended_already';
  // The person is to be told within the first period; while the clock rests it is not over.
  if (extension !== undefined && request.pausedSince === null && now >= request.dueAt) return 'extended_too_late';
  return undefined;
}

/**
 * The next version.
 * @param patch that {@link refusalOf} has nothing against
 * @returns undefined when nothing is changed
 */
export function change(request: SubjectRequestRecord, patch: PatchSubjectRequest, now: Date): SubjectRequestChange | undefined {
  const stated = { ...request, ...statedFields(request, patch, now) };
  const paused = withPause(request, stated, now);
  const { dueAt } = deadlineOf({ ...paused, isExtended: paused.extension !== null });
  const next = { ...paused, dueAt };
  const changes = CHANGED.flatMap((field) => changeOf(field, request, next));
  if (changes.length === 0) return undefined;
  const version = { ...next, version: request.version + 1, updatedAt: now };
  return { request: { ...version, nextReminderAt: nextReminderAt(version) }, changes };
}

const CHANGED = ['status', 'identity', 'refusal', 'extension', 'note', 'assigneeId', 'pausedSince', 'dueAt'] as const;

function statedFields(
  request: SubjectRequestRecord,
  { identity, refusal, extension, note, assigneeId, ...patch }: PatchSubjectRequest,
  now: Date,
): Partial<SubjectRequestRecord> {
  const status = patch.status ?? request.status;
  const isEnd = status === 'completed' || status === 'refused';
  return {
    status,
    endedAt: isEnd ? now : null,
    ...(identity && { identity: { method: identity.method, verifiedAt: now } }),
    ...(refusal && { refusal }),
    ...(extension && { extension: { at: now, reason: extension.reason } }),
    ...(note !== undefined && { note }),
    ...(assigneeId !== undefined && { assigneeId }),
  };
}

/** The clock rests from the question who it is until that is answered, or the request is over. */
function withPause(before: SubjectRequestRecord, after: SubjectRequestRecord, now: Date): SubjectRequestRecord {
  const isAsked = after.status === 'identity-needed' && isPausable(after.jurisdiction);
  if (isAsked) return { ...after, pausedSince: before.pausedSince ?? now };
  if (before.pausedSince === null) return after;
  const days = daysBetween(before.pausedSince, now, before.timeZone);
  return { ...after, pausedSince: null, pausedDays: before.pausedDays + days };
}

function changeOf(field: (typeof CHANGED)[number], before: SubjectRequestRecord, after: SubjectRequestRecord): FieldChange[] {
  const [was, is] = [JSON.stringify(before[field]), JSON.stringify(after[field])];
  if (was === is) return [];
  // Notes may name the person, and history cannot be blanked: it says that the note was changed.
  if (field === 'note') return [{ field, before: null, after: null }];
  return [{ field, before: JSON.parse(was) as unknown, after: JSON.parse(is) as unknown }];
}
