import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, SystemTx, Tx } from '@leadstream/persistence';
import { SEARCH_VERSION, type SearchedLead, searchKeys } from '../../lead/search/search-keys.rules.js';

export type UnindexedLead = SearchedLead & { readonly leadId: Uuid };

// The bound is a constant: only so the planner sees that the partial index holds every such lead.
const UNINDEXED = `search_version < ${SEARCH_VERSION}`;

const FIND_TENANTS: Statement = {
  name: 'search-unindexed-tenants',
  text: 'SELECT tenant_id AS "tenantId" FROM tenants_with_unindexed_leads($1) AS tenant_id',
};

const FIND_LEADS: Statement = {
  name: 'search-unindexed-leads',
  text: `SELECT lead_id AS "leadId", first_name AS "firstName", last_name AS "lastName", email, phone, company
         FROM lead WHERE tenant_id = $1 AND ${UNINDEXED} ORDER BY lead_id LIMIT $2 FOR NO KEY UPDATE`,
};

const UPDATE_KEYS: Statement = {
  name: 'search-index-leads',
  text: `UPDATE lead SET search_version = ${SEARCH_VERSION}, search_keys = stated."searchKeys"
         FROM jsonb_to_recordset($2::jsonb) AS stated ("leadId" uuid, "searchKeys" text[])
         WHERE lead.tenant_id = $1 AND lead.lead_id = stated."leadId"`,
};

/** Leads that were there before the rules that say how a lead is found. */
@Injectable()
export class UnindexedLeadsRepository {
  /** Tenants with such leads. */
  async findTenants(tx: SystemTx, most: number): Promise<Uuid[]> {
    const rows = await tx.query<{ tenantId: Uuid }>(FIND_TENANTS, [most]);
    return rows.map(({ tenantId }) => tenantId);
  }

  /** Such leads, locked; deleted ones too, which may come back. */
  findLeads(tx: Tx, tenantId: Uuid, most: number): Promise<UnindexedLead[]> {
    return tx.query<UnindexedLead>(FIND_LEADS, [tenantId, most]);
  }

  /** Writes the words of leads; nothing else of them changes, so they keep their version. */
  updateKeys(tx: Tx, tenantId: Uuid, leads: readonly UnindexedLead[]): Promise<number> {
    const stated = leads.map((lead) => ({ leadId: lead.leadId, searchKeys: searchKeys(lead) }));
    return tx.execute(UPDATE_KEYS, [tenantId, JSON.stringify(stated)]);
  }
}
