import { Injectable } from '@nestjs/common';
import type { LeadAssignment } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import { z } from 'zod';

const SELECT = `
  SELECT a.assignment_id AS id, a.lead_id AS "leadId", a.lead_version AS "leadVersion", a.member_id AS "memberId", a.previous_member_id AS "previousMemberId",
         a.way, a.strategy, a.rule_set_number AS "ruleSetNumber", a.rule_key AS "ruleKey", a.pool_id AS "poolId", a.round, a.candidates,
         a.actor_kind AS "actorKind", a.actor_id AS "actorId", a.assigned_at AS "assignedAt", r.due_at AS "dueAt", r.outcome, r.settled_at AS "settledAt"
  FROM lead_assignment a LEFT JOIN lead_response r ON r.tenant_id = a.tenant_id AND r.assignment_id = a.assignment_id
  WHERE a.tenant_id = $1 AND a.lead_id = ANY ($2::uuid[])`;

const FIND_PAGE: Statement = {
  name: 'lead-assignment-page',
  text: `${SELECT} AND (a.assigned_at, a.assignment_id) < ($3, $4) ORDER BY a.assigned_at DESC, a.assignment_id DESC LIMIT $5`,
};
const FIND: Statement = { name: 'lead-assignment-find', text: `${SELECT} AND a.assignment_id = $3` };

const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });
const LAST = { at: '9999-12-31T00:00:00Z', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };

interface Row extends Omit<LeadAssignment, 'actor' | 'assignedAt' | 'response'> {
  readonly actorKind: string;
  readonly actorId: string;
  readonly assignedAt: Date;
  readonly dueAt: Date | null;
  readonly outcome: 'responded' | 'missed' | 'moot' | null;
  readonly settledAt: Date | null;
}

export interface AssignmentPage {
  readonly items: readonly LeadAssignment[];
  readonly nextCursor: string | null;
}

/** Who had leads, latest first. */
@Injectable()
export class AssignmentListReadModel {
  async findPage(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[], limit: number, cursor: string | undefined): Promise<AssignmentPage> {
    const { at, id } = cursor === undefined ? LAST : decodeCursor(position, cursor);
    const rows = await tx.query<Row>(FIND_PAGE, [tenantId, leadIds, at, id, limit + 1]);
    const items = rows.slice(0, limit).map(presentAssignment);
    const last = rows.length > limit ? items.at(-1) : undefined;
    return { items, nextCursor: last ? encodeCursor({ at: last.assignedAt, id: last.id }) : null };
  }

  async find(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[], assignmentId: Uuid): Promise<LeadAssignment | undefined> {
    const row = await tx.queryOne<Row>(FIND, [tenantId, leadIds, assignmentId]);
    return row && presentAssignment(row);
  }
}

function presentAssignment({ actorKind, actorId, assignedAt, dueAt, outcome, settledAt, ...row }: Row): LeadAssignment {
  const response: LeadAssignment['response'] = dueAt && {
    dueAt: dueAt.toISOString(),
    outcome: outcome ?? 'waiting',
    settledAt: settledAt?.toISOString() ?? null,
  };
  return { ...row, actor: { kind: actorKind, id: actorId }, assignedAt: assignedAt.toISOString(), response };
}
