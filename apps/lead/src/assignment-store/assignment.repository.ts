import { Injectable } from '@nestjs/common';
import { currentContext, type Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { OwnerChange } from './owner-change.rules.js';

const INSERT: Statement = {
  name: 'lead-assignment-insert',
  text: `INSERT INTO lead_assignment (tenant_id, assignment_id, lead_id, lead_version, member_id, previous_member_id, way, strategy, rule_set_number,
                                      rule_key, pool_id, round, candidates, actor_kind, actor_id, request_id, assigned_at)
         SELECT $1, "assignmentId", "leadId", "leadVersion", "memberId", "previousMemberId", way, decided->>'strategy', (decided->>'ruleSetNumber')::integer,
                decided->>'ruleKey', (decided->>'poolId')::uuid, (decided->>'round')::integer, decided->'candidates', $3, $4, $5, "assignedAt"
         FROM jsonb_to_recordset($2::jsonb) AS change ("assignmentId" uuid, "leadId" uuid, "leadVersion" integer, "memberId" uuid, "previousMemberId" uuid,
                                                      way text, decided jsonb, "assignedAt" timestamptz)`,
};

const INSERT_RESPONSES: Statement = {
  name: 'lead-response-insert',
  text: `INSERT INTO lead_response (tenant_id, assignment_id, lead_id, member_id, due_at)
         SELECT $1, "assignmentId", "leadId", "memberId", "dueAt"
         FROM jsonb_to_recordset($2::jsonb) AS due ("assignmentId" uuid, "leadId" uuid, "memberId" uuid, "dueAt" timestamptz)`,
};

const SETTLE: Statement = {
  name: 'lead-response-settle',
  text: `UPDATE lead_response SET outcome = coalesce(outcome, $3), settled_at = coalesce(settled_at, $4), pass_at = NULL
         WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) AND (outcome IS NULL OR pass_at IS NOT NULL)`,
};

const SETTLE_OF_MEMBER: Statement = {
  name: 'lead-response-settle-of-member',
  text: `UPDATE lead_response SET outcome = coalesce(outcome, 'responded'), settled_at = coalesce(settled_at, $4), pass_at = NULL
         WHERE tenant_id = $1 AND lead_id = $2 AND (outcome IS NULL OR pass_at IS NOT NULL) AND member_id = $3`,
};

const LEAVE_QUEUE: Statement = {
  name: 'distribution-queue-leave',
  text: 'DELETE FROM distribution_queue WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[])',
};

// Nobody distributes where no rules are active.
const ENTER_QUEUE: Statement = {
  name: 'distribution-queue-enter',
  text: `INSERT INTO distribution_queue (tenant_id, lead_id, reason, entered_at, look_at)
         SELECT $1, lead_id, 'new', $3, $3 FROM unnest($2::uuid[]) AS lead_id
         WHERE EXISTS (SELECT FROM distribution_rule_set WHERE tenant_id = $1 AND status = 'active')
         ON CONFLICT DO NOTHING`,
};

const WAKE: Statement = {
  name: 'distribution-queue-wake',
  text: `UPDATE distribution_queue SET look_at = $3, looks = 0 WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) AND reason = 'no-rule'`,
};

/** Who had which lead, whether they responded, and who waits for an owner: what is written with every change of a lead. */
@Injectable()
export class AssignmentRepository {
  /** Who did it comes from the ambient context; without one it was the service. */
  async create(tx: Tx, tenantId: Uuid, changes: readonly OwnerChange[]): Promise<void> {
    const { actor = { kind: 'service', id: 'lead' }, requestId = '' } = currentContext() ?? {};
    const waited = changes.flatMap(({ assignmentId, leadId, memberId, decided }) =>
      decided?.respondBy ? [{ assignmentId, leadId, memberId, dueAt: decided.respondBy }] : [],
    );
    await Promise.all([
      tx.execute(INSERT, [tenantId, JSON.stringify(changes), actor.kind, actor.id, requestId]),
      waited.length > 0 ? tx.execute(INSERT_RESPONSES, [tenantId, JSON.stringify(waited)]) : undefined,
    ]);
  }

  /** Ends the waiting for a response to these leads, and that for somebody else where it was missed. */
  async settle(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[], outcome: 'responded' | 'moot', at: Date): Promise<void> {
    await tx.execute(SETTLE, [tenantId, leadIds, outcome, at]);
  }

  /** A member took care of a lead. @returns whether that was waited for */
  async settleOfMember(tx: Tx, tenantId: Uuid, leadId: Uuid, memberId: Uuid, at: Date): Promise<boolean> {
    return (await tx.execute(SETTLE_OF_MEMBER, [tenantId, leadId, memberId, at])) > 0;
  }

  async leaveQueue(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[]): Promise<void> {
    await tx.execute(LEAVE_QUEUE, [tenantId, leadIds]);
  }

  /** Leads that changed: a rule may be for them by now. */
  async wake(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[], at: Date): Promise<void> {
    await tx.execute(WAKE, [tenantId, leadIds, at]);
  }

  /** Has no effect where leads are not distributed. @returns how many did not wait before */
  enterQueue(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[], at: Date): Promise<number> {
    return tx.execute(ENTER_QUEUE, [tenantId, leadIds, at]);
  }
}
