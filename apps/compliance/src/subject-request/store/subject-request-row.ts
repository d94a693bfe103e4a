import type { SubjectRequestRecord } from '../subject-request.js';

/** Columns of a request as {@link requestOf} reads them. */
export const REQUEST_COLUMNS = `id AS "requestId", kind, lead_id AS "leadId",
  ARRAY(SELECT a.address FROM subject_request_address a
         WHERE a.tenant_id = subject_request.tenant_id AND a.request_id = subject_request.id ORDER BY a.address) AS addresses, jurisdiction, country, time_zone AS "timeZone", via, note, status, version,
  received_at AS "receivedAt", assignee_id AS "assigneeId", identity, paused_since AS "pausedSince", paused_days AS "pausedDays", extension,
  due_at AS "dueAt", refusal, created_at AS "createdAt", updated_at AS "updatedAt", ended_at AS "endedAt", reminded_until AS "remindedUntil",
  next_reminder_at AS "nextReminderAt"`;

/** A row of `subject_request` as `pg` gives it: instants within documents are text. */
export interface SubjectRequestRow extends Omit<SubjectRequestRecord, 'identity' | 'extension'> {
  readonly identity: { readonly method: NonNullable<SubjectRequestRecord['identity']>['method']; readonly verifiedAt: string } | null;
  readonly extension: { readonly at: string; readonly reason: string } | null;
}

export function requestOf({ identity, extension, ...row }: SubjectRequestRow): SubjectRequestRecord {
  return {
    ...row,
    identity: identity && { ...identity, verifiedAt: new Date(identity.verifiedAt) },
    extension: extension && { ...extension, at: new Date(extension.at) },
  };
}
