import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { MemberCount } from './fairness.rules.js';

const COUNT: Statement = {
  name: 'distribution-fairness',
  text: `SELECT a.member_id AS "memberId", count(*)::integer AS assignments,
                count(*) FILTER (WHERE r.outcome = 'responded')::integer AS responded, count(*) FILTER (WHERE r.outcome = 'missed')::integer AS missed
         FROM lead_assignment a LEFT JOIN lead_response r ON r.tenant_id = a.tenant_id AND r.assignment_id = a.assignment_id
         WHERE a.tenant_id = $1 AND a.pool_id = $2 AND a.assigned_at >= $3 AND a.assigned_at < $4
         GROUP BY a.member_id ORDER BY a.member_id`,
};

/** What members of a pool got. */
@Injectable()
export class FairnessReadModel {
  /** @param until the first instant after the window */
  count(tx: Tx, tenantId: Uuid, poolId: Uuid, from: Date, until: Date): Promise<MemberCount[]> {
    return tx.query<MemberCount>(COUNT, [tenantId, poolId, from, until]);
  }
}
