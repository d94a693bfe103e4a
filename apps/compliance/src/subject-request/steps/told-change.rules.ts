import type { DataOf, subjectRequestChangedV1 } from '@leadstream/contracts';
import type { SubjectRequestChange } from '../subject-request.js';

/** What `subject-request.changed` tells of a step: of what may name the person that it changed, and nothing else. */
export function toldChange({ request, changes }: SubjectRequestChange): DataOf<typeof subjectRequestChangedV1> {
  const { requestId, leadId, kind, version, status, dueAt, pausedSince, assigneeId, updatedAt } = request;
  const changed = changes.map(({ field }) => field);
  const times = { dueAt: dueAt.toISOString(), paused: pausedSince !== null, changedAt: updatedAt.toISOString() };
  return { requestId, leadId, kind, version, status, changed, assigneeId, ...times };
}
