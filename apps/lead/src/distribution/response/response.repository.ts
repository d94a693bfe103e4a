import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import { LEAD_COLUMNS } from '../../lead-store/lead.repository.js';
import type { LeadRecord } from '../../lead/lead.js';
import type { Contact } from './contact.js';

/** A response that did not come in time, and the lead, locked: one that was missed just now, or of which nobody could take the lead so far. */
export interface MissedResponse {
  readonly lead: LeadRecord;
  readonly assignmentId: Uuid;
  readonly memberId: Uuid;
  readonly dueAt: Date;
  readonly poolId: Uuid;
  readonly round: number;
  readonly isFresh: boolean;
}

// Whoever holds a lead may be responding to it: it is looked at again in a moment.
const LOCK_MISSED: Statement = {
  name: 'lead-response-missed',
  text: `SELECT ${LEAD_COLUMNS}, r.assignment_id AS "assignmentId", r.member_id AS "memberId", r.due_at AS "dueAt", r.outcome IS NULL AS "isFresh"
         FROM lead_response r JOIN lead l USING (tenant_id, lead_id)
         WHERE r.tenant_id = $1 AND (r.outcome IS NULL AND r.due_at <= $2 OR r.pass_at <= $2) AND l.deleted_at IS NULL
         ORDER BY lead_id LIMIT $3 FOR UPDATE SKIP LOCKED`,
};

const FIND_DECIDED: Statement = {
  name: 'lead-response-decided',
  text: `SELECT assignment_id AS "assignmentId", pool_id AS "poolId", round FROM lead_assignment
         WHERE tenant_id = $1 AND assignment_id = ANY ($2::uuid[])`,
};

const SETTLE: Statement = {
  name: 'lead-response-miss',
  text: `UPDATE lead_response SET outcome = 'missed', settled_at = coalesce(settled_at, $3), pass_at = NULL
         WHERE tenant_id = $1 AND assignment_id = ANY ($2::uuid[])`,
};

const WAIT: Statement = {
  name: 'lead-response-wait',
  text: `UPDATE lead_response SET pass_at = w."passAt" FROM jsonb_to_recordset($2::jsonb) AS w ("assignmentId" uuid, "passAt" timestamptz)
         WHERE tenant_id = $1 AND assignment_id = w."assignmentId"`,
};

const FIND_ASKED: Statement = {
  name: 'lead-response-asked',
  text: `SELECT lead_id AS "leadId", array_agg(DISTINCT member_id) AS "memberIds" FROM lead_response
         WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) AND outcome = 'missed' GROUP BY lead_id`,
};

// The lead may have gone into another one since. What was before the member had it answers nothing.
const SETTLE_CONTACTED: Statement = {
  name: 'lead-response-contacted',
  text: `WITH RECURSIVE contact AS (
           SELECT * FROM jsonb_to_recordset($2::jsonb) AS told ("leadId" uuid, "memberId" text, at timestamptz)),
         way AS (
           SELECT "leadId" AS named, "leadId" AS lead_id FROM contact
           UNION
           SELECT way.named, l.merged_into FROM way JOIN lead l ON l.tenant_id = $1 AND l.lead_id = way.lead_id WHERE l.merged_into IS NOT NULL),
         answered AS (
           SELECT r.assignment_id, min(contact.at) AS at
           FROM contact JOIN way ON way.named = contact."leadId"
             JOIN lead_response r ON r.tenant_id = $1 AND r.lead_id = way.lead_id AND (r.outcome IS NULL OR r.pass_at IS NOT NULL)
             JOIN lead_assignment a ON a.tenant_id = $1 AND a.assignment_id = r.assignment_id
           WHERE a.assigned_at <= contact.at AND (contact."memberId" IS NULL OR contact."memberId" = r.member_id::text)
           GROUP BY r.assignment_id)
         UPDATE lead_response r SET outcome = coalesce(r.outcome, 'responded'), settled_at = coalesce(r.settled_at, answered.at), pass_at = NULL
         FROM answered
         WHERE r.tenant_id = $1 AND r.assignment_id = answered.assignment_id AND (r.outcome IS NULL OR r.pass_at IS NOT NULL)`,
};

/** Responses that members owe. */
@Injectable()
export class ResponseRepository {
  async lockMissed(tx: Tx, tenantId: Uuid, at: Date, most: number): Promise<MissedResponse[]> {
    const rows = await tx.query<LeadRecord & Pick<MissedResponse, 'assignmentId' | 'memberId' | 'dueAt' | 'isFresh'>>(LOCK_MISSED, [
      tenantId,
      at,
      most,
    ]);
    const decided = await tx.query<Pick<MissedResponse, 'assignmentId' | 'poolId' | 'round'>>(FIND_DECIDED, [
      tenantId,
      rows.map(({ assignmentId }) => assignmentId),
    ]);
    const byId = new Map(decided.map((one) => [one.assignmentId, one]));
    return rows.flatMap(({ assignmentId, memberId, dueAt, isFresh, ...lead }) => {
      const by = byId.get(assignmentId);
      return by ? [{ lead, memberId, dueAt, isFresh, ...by }] : [];
    });
  }

  async settleMissed(tx: Tx, tenantId: Uuid, assignmentIds: readonly Uuid[], at: Date): Promise<void> {
    await tx.execute(SETTLE, [tenantId, assignmentIds, at]);
  }

  /** Has missed responses looked at again. */
  async wait(tx: Tx, tenantId: Uuid, waits: readonly { readonly assignmentId: Uuid; readonly passAt: Date }[]): Promise<void> {
    if (waits.length > 0) await tx.execute(WAIT, [tenantId, JSON.stringify(waits)]);
  }

  /** Who did not respond to which lead. */
  async findAsked(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[]): Promise<Map<Uuid, ReadonlySet<Uuid>>> {
    const rows = await tx.query<{ leadId: Uuid; memberIds: Uuid[] }>(FIND_ASKED, [tenantId, leadIds]);
    return new Map(rows.map(({ leadId, memberIds }) => [leadId, new Set(memberIds)]));
  }

  /** Who got in touch with a lead responded; whoever it was, where no member is told. */
  async settleContacted(tx: Tx, tenantId: Uuid, contacts: readonly Contact[]): Promise<void> {
    if (contacts.length > 0) await tx.execute(SETTLE_CONTACTED, [tenantId, JSON.stringify(contacts)]);
  }
}
