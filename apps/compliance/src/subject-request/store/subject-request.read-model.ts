import type { SubjectRequestKind, SubjectRequestStatus, SubjectRequestStep } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { SubjectRequestRecord } from '../subject-request.js';
import { REQUEST_COLUMNS, requestOf, type SubjectRequestRow } from './subject-request-row.js';

export interface SubjectRequestFilter {
  readonly status: SubjectRequestStatus | undefined;
  readonly kind: SubjectRequestKind | undefined;
  readonly leadId: Uuid | undefined;
  /** Those alone that are open, not at rest, and were due by then. */
  readonly overdueAt: Date | undefined;
  /** Id of the last request of the page before. */
  readonly before: Uuid | undefined;
  readonly limit: number;
}

const ONE: Statement = {
  name: 'subject_request_one',
  text: `SELECT ${REQUEST_COLUMNS} FROM subject_request WHERE tenant_id = $1 AND id = $2`,
};

const PAGE: Statement = {
  name: 'subject_request_page',
  text: `SELECT ${REQUEST_COLUMNS} FROM subject_request
          WHERE tenant_id = $1 AND ($2::text IS NULL OR status = $2) AND ($3::text IS NULL OR kind = $3) AND ($4::uuid IS NULL OR lead_id = $4)
            AND ($5::timestamptz IS NULL OR (ended_at IS NULL AND paused_since IS NULL AND due_at <= $5)) AND ($6::uuid IS NULL OR id < $6)
          ORDER BY id DESC LIMIT $7`,
};

const STEPS: Statement = {
  name: 'subject_request_steps',
  text: `SELECT version, changes, actor_kind AS "actorKind", actor_id AS "actorId", recorded_at AS "recordedAt"
           FROM subject_request_step WHERE tenant_id = $1 AND request_id = $2 ORDER BY version`,
};

interface StepRow extends Pick<SubjectRequestStep, 'version' | 'changes'> {
  readonly actorKind: string;
  readonly actorId: string;
  readonly recordedAt: Date;
}

/** What persons asked about their data. */
export class SubjectRequestReadModel {
  async findById(tx: Tx, tenantId: Uuid, requestId: Uuid): Promise<SubjectRequestRecord | undefined> {
    const row = await tx.queryOne<SubjectRequestRow>(ONE, [tenantId, requestId]);
    return row && requestOf(row);
  }

  /** Latest first. */
  async findPage(tx: Tx, tenantId: Uuid, filter: SubjectRequestFilter): Promise<SubjectRequestRecord[]> {
    const { status = null, kind = null, leadId = null, overdueAt = null, before = null, limit } = filter;
    return (await tx.query<SubjectRequestRow>(PAGE, [tenantId, status, kind, leadId, overdueAt, before, limit])).map(requestOf);
  }

  /** Every version, oldest first; there are few. */
  async findSteps(tx: Tx, tenantId: Uuid, requestId: Uuid): Promise<SubjectRequestStep[]> {
    const rows = await tx.query<StepRow>(STEPS, [tenantId, requestId]);
    return rows.map(({ actorKind, actorId, recordedAt, version, changes }) => ({
      version,
      changes,
      actor: { kind: actorKind, id: actorId },
      recordedAt: recordedAt.toISOString(),
    }));
  }
}
