import { Injectable } from '@nestjs/common';
import type { LeadStatus } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { ContactCount, TemperatureCount } from './contact-count.js';

// Leads that agree in all four are counted from the index; what is left to regroup is few.
const COUNT: Statement = {
  name: 'summary-contacts-count',
  text: `WITH alike AS MATERIALIZED (
           SELECT status, lifecycle_stage, source, owner_id, count(*) AS leads
           FROM lead WHERE tenant_id = $1 AND deleted_at IS NULL GROUP BY status, lifecycle_stage, source, owner_id)
         SELECT CASE grouping(status, lifecycle_stage, source, owner_id)
                  WHEN 7 THEN 'status' WHEN 11 THEN 'lifecycleStage' WHEN 13 THEN 'source' WHEN 14 THEN 'owner' ELSE 'all' END AS by,
                coalesce(status, lifecycle_stage, source, owner_id::text) AS key, coalesce(sum(leads), 0)::integer AS count
         FROM alike GROUP BY GROUPING SETS ((), (status), (lifecycle_stage), (source), (owner_id))`,
};

const COUNT_TEMPERATURES: Statement = {
  name: 'summary-contacts-temperatures',
  text: `SELECT t.temperature AS key, count(*)::integer AS count
         FROM lead_temperature t JOIN lead l ON l.tenant_id = t.tenant_id AND l.lead_id = t.lead_id
         WHERE t.tenant_id = $1 AND t.temperature <> 'cold' AND l.deleted_at IS NULL GROUP BY t.temperature`,
};

const COUNT_CAPTURED: Statement = {
  name: 'summary-contacts-captured',
  text: `SELECT count(*)::integer AS count FROM lead
         WHERE tenant_id = $1 AND deleted_at IS NULL AND captured_at >= $2 AND captured_at < $3`,
};

const COUNT_CONVERTED: Statement = {
  name: 'summary-contacts-converted',
  text: `WITH won AS (
           SELECT lead_id FROM lead_status_history
           WHERE tenant_id = $1 AND to_status = 'converted' AND changed_at >= $2 AND changed_at < $3 AND 'converted' = ANY ($4::text[])
           UNION
           SELECT lead_id FROM lead_status_history
           WHERE tenant_id = $1 AND to_status = ANY ($4::text[]) AND changed_at >= $2 AND changed_at < $3
             AND to_status NOT IN ('new', 'contacted', 'engaged', 'qualified', 'nurturing', 'converted', 'lost'))
         SELECT count(*)::integer AS count FROM won JOIN lead l ON l.tenant_id = $1 AND l.lead_id = won.lead_id WHERE l.deleted_at IS NULL`,
};

interface Counted {
  readonly count: number;
}

/** Counts of leads that are there. */
@Injectable()
export class ContactSummaryReadModel {
  count(tx: Tx, tenantId: Uuid): Promise<ContactCount[]> {
    return tx.query<ContactCount>(COUNT, [tenantId]);
  }

  /** Those that are not cold. */
  countTemperatures(tx: Tx, tenantId: Uuid): Promise<TemperatureCount[]> {
    return tx.query<TemperatureCount>(COUNT_TEMPERATURES, [tenantId]);
  }

  async countCaptured(tx: Tx, tenantId: Uuid, from: Date, end: Date): Promise<number> {
    return (await tx.queryOne<Counted>(COUNT_CAPTURED, [tenantId, from, end]))?.count ?? 0;
  }

  /** @param won statuses that mean it */
  async countConverted(tx: Tx, tenantId: Uuid, won: readonly LeadStatus[], from: Date, end: Date): Promise<number> {
    return (await tx.queryOne<Counted>(COUNT_CONVERTED, [tenantId, from, end, won]))?.count ?? 0;
  }
}
