import { Injectable } from '@nestjs/common';
import type { LeadStatus } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { Birth } from '../../../time-travel/lead-at.rules.js';

const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

const FIND_PAGE: Statement = {
  name: 'outcome-leads-page',
  text: `SELECT lead_id AS "leadId", captured_at AS "capturedAt", created_at AS "createdAt" FROM lead
         WHERE tenant_id = $1 AND status = ANY ($2::text[]) AND lead_id < $3 AND deleted_at IS NULL ORDER BY lead_id DESC LIMIT $4`,
};

const COUNT: Statement = {
  name: 'outcome-leads-count',
  text: `SELECT count(*)::integer AS leads
         FROM (SELECT FROM lead WHERE tenant_id = $1 AND status = ANY ($2::text[]) AND deleted_at IS NULL LIMIT $3) AS found`,
};

/** Leads that have come to an outcome. */
@Injectable()
export class OutcomeLeadsReadModel {
  /** Live leads in one of the statuses, the latest first. */
  findPage(tx: Tx, tenantId: Uuid, statuses: readonly LeadStatus[], after: Uuid | undefined, limit: number): Promise<Birth[]> {
    return tx.query<Birth>(FIND_PAGE, [tenantId, statuses, after ?? LAST_ID, limit]);
  }

  /** @param enough after so many it is not counted on */
  async count(tx: Tx, tenantId: Uuid, statuses: readonly LeadStatus[], enough: number): Promise<number> {
    return (await tx.queryOne<{ leads: number }>(COUNT, [tenantId, statuses, enough]))?.leads ?? 0;
  }
}
