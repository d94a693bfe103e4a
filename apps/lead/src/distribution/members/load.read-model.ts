import { Injectable } from '@nestjs/common';
import type { LeadStatus } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { Load } from '../decision/candidate.js';

const COUNT_OPEN: Statement = {
  name: 'member-open-leads',
  text: `SELECT owner_id AS "memberId", count(*)::integer AS "openLeads" FROM lead
         WHERE tenant_id = $1 AND owner_id = ANY ($2::uuid[]) AND deleted_at IS NULL AND owner_id IS NOT NULL AND status NOT IN ('converted', 'lost')
           AND status <> ALL ($3::text[])
         GROUP BY owner_id`,
};

const COUNT_TODAY: Statement = {
  name: 'member-given-today',
  text: `SELECT day."memberId", (SELECT count(*)::integer FROM lead_assignment a
                                 WHERE a.tenant_id = $1 AND a.member_id = day."memberId" AND a.assigned_at >= day.begin
                                   AND a.way IN ('rule', 'claim', 'reassigned')) AS "givenToday"
         FROM jsonb_to_recordset($2::jsonb) AS day ("memberId" uuid, begin timestamptz)`,
};

/** What members have to do already. */
@Injectable()
export class LoadReadModel {
  /** @param ends statuses with which there is nothing to do about a lead any more */
  async countOpen(tx: Tx, tenantId: Uuid, memberIds: readonly Uuid[], ends: readonly LeadStatus[]): Promise<Map<Uuid, number>> {
    const rows = await tx.query<{ memberId: Uuid; openLeads: number }>(COUNT_OPEN, [tenantId, memberIds, ends]);
    return new Map(rows.map(({ memberId, openLeads }) => [memberId, openLeads]));
  }

  /**
   * @param days when each member's day began
   * @param ends as {@link countOpen}
   */
  async find(
    tx: Tx,
    tenantId: Uuid,
    days: readonly { readonly memberId: Uuid; readonly begin: Date }[],
    ends: readonly LeadStatus[],
  ): Promise<Map<Uuid, Load>> {
    const memberIds = days.map(({ memberId }) => memberId);
    const [open, today] = await Promise.all([
      this.countOpen(tx, tenantId, memberIds, ends),
      tx.query<{ memberId: Uuid; givenToday: number }>(COUNT_TODAY, [tenantId, JSON.stringify(days)]),
    ]);
    return new Map(today.map(({ memberId, givenToday }) => [memberId, { openLeads: open.get(memberId) ?? 0, givenToday }]));
  }
}
