import type { SubjectRequest } from '@leadstream/contracts';
import { addressesAmong } from '@leadstream/privacy';
import { deadlineOf } from '../deadline/deadline.rules.js';
import { isOpen, type SubjectRequestRecord } from '../subject-request.js';

/** A request as the API shows it at an instant. */
export function presentRequest(request: SubjectRequestRecord, now: Date): SubjectRequest {
  const { requestId: id, kind, leadId, jurisdiction, country, timeZone, via, note, status, version, assigneeId, refusal } = request;
  const { identity, extension, pausedSince, pausedDays, dueAt } = request;
  const { dueOn, source } = deadlineOf({ ...request, isExtended: extension !== null });
  return {
    ...{
      id,
      kind,
      leadId,
      addresses: addressesAmong(request.addresses),
      jurisdiction,
      country,
      timeZone,
      via,
      note,
      status,
      version,
      assigneeId,
    },
    receivedAt: request.receivedAt.toISOString(),
    identity: identity && { method: identity.method, verifiedAt: identity.verifiedAt.toISOString() },
    deadline: {
      ...{ dueOn, dueAt: dueAt.toISOString(), source, pausedDays },
      pausedSince: pausedSince?.toISOString() ?? null,
      extension: extension && { at: extension.at.toISOString(), reason: extension.reason },
      isOverdue: isOpen(request) && pausedSince === null && now >= dueAt,
    },
    refusal: refusal && { ...refusal },
    createdAt: request.createdAt.toISOString(),
    updatedAt: request.updatedAt.toISOString(),
    endedAt: request.endedAt?.toISOString() ?? null,
  };
}
