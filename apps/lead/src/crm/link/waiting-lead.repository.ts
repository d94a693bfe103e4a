import { Injectable } from '@nestjs/common';
import type { CrmProvider } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';

/** A lead that a peer is to hear of, as it was seen. */
export interface WaitingLead {
  readonly leadId: Uuid;
  /** Grows with every reason to tell. */
  readonly mark: string;
}

// In one order, so that two transactions never wait for each other.
const MARK: Statement = {
  name: 'crm-waiting-lead-mark',
  text: `INSERT INTO crm_waiting_lead AS waiting (tenant_id, provider, lead_id)
         SELECT DISTINCT $1::uuid, c.provider, changed FROM crm_connection c, unnest($2::uuid[]) AS changed
         WHERE c.tenant_id = $1 AND ($3::text IS NULL OR c.provider = $3) ORDER BY 2, 3
         ON CONFLICT (tenant_id, provider, lead_id) DO UPDATE SET mark = waiting.mark + 1`,
};

const MARK_UNDER_DOMAINS: Statement = {
  name: 'crm-waiting-lead-mark-domains',
  text: `INSERT INTO crm_waiting_lead AS waiting (tenant_id, provider, lead_id)
         SELECT DISTINCT $1::uuid, c.provider, found FROM crm_connection c CROSS JOIN LATERAL leads_under_domains(c.tenant_id, $2::text[]) AS found
         WHERE c.tenant_id = $1 ORDER BY 2, 3
         ON CONFLICT (tenant_id, provider, lead_id) DO UPDATE SET mark = waiting.mark + 1`,
};

const MARK_ALL = `INSERT INTO crm_waiting_lead (tenant_id, provider, lead_id)
  SELECT tenant_id, $2, lead_id FROM lead WHERE tenant_id = $1 AND deleted_at IS NULL ORDER BY lead_id ON CONFLICT DO NOTHING`;

const FIND_NEXT: Statement = {
  name: 'crm-waiting-lead-next',
  text: `SELECT lead_id AS "leadId", mark FROM crm_waiting_lead WHERE tenant_id = $1 AND provider = $2 AND lead_id > $3 ORDER BY lead_id LIMIT $4`,
};

const DELETE: Statement = {
  name: 'crm-waiting-lead-delete',
  text: `DELETE FROM crm_waiting_lead AS waiting
         USING jsonb_to_recordset($3::jsonb) AS told ("leadId" uuid, mark bigint)
         WHERE waiting.tenant_id = $1 AND waiting.provider = $2 AND waiting.lead_id = told."leadId" AND waiting.mark = told.mark`,
};

/** Leads that peers are to hear of. */
@Injectable()
export class WaitingLeadRepository {
  /** @param provider of every connection when left out */
  async mark(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[], provider?: CrmProvider): Promise<void> {
    if (leadIds.length > 0) await tx.execute(MARK, [tenantId, leadIds, provider ?? null]);
  }

  /** Every live lead with an address in one of the domains. */
  async markUnderDomains(tx: Tx, tenantId: Uuid, domains: readonly string[]): Promise<void> {
    if (domains.length > 0) await tx.execute(MARK_UNDER_DOMAINS, [tenantId, domains]);
  }

  /** Every live lead. */
  async markAll(tx: Tx, tenantId: Uuid, provider: CrmProvider): Promise<void> {
    await tx.execute(MARK_ALL, [tenantId, provider]);
  }

  findNext(tx: Tx, tenantId: Uuid, provider: CrmProvider, after: Uuid, limit: number): Promise<WaitingLead[]> {
    return tx.query<WaitingLead>(FIND_NEXT, [tenantId, provider, after, limit]);
  }

  /** Those that nobody marked since they were seen. */
  async delete(tx: Tx, tenantId: Uuid, provider: CrmProvider, told: readonly WaitingLead[]): Promise<void> {
    if (told.length > 0) await tx.execute(DELETE, [tenantId, provider, JSON.stringify(told)]);
  }
}
