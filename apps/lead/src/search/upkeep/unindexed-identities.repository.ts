import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, SystemTx, Tx } from '@leadstream/persistence';
import { type FurtherAddress, identityKeys, SEARCH_VERSION } from '../../lead/search/search-keys.rules.js';

// The bound is a constant: only so the planner sees that the partial index holds every such row.
const UNINDEXED = `search_version < ${SEARCH_VERSION} AND kind IN ('email', 'phone')`;

const FIND_TENANTS: Statement = {
  name: 'search-unindexed-identity-tenants',
  text: 'SELECT tenant_id AS "tenantId" FROM tenants_with_unindexed_identities($1) AS tenant_id',
};

const FIND: Statement = {
  name: 'search-unindexed-identities',
  text: `SELECT kind, value FROM lead_identity WHERE tenant_id = $1 AND ${UNINDEXED} ORDER BY kind, value LIMIT $2 FOR NO KEY UPDATE`,
};

const UPDATE_KEYS: Statement = {
  name: 'search-index-identities',
  text: `UPDATE lead_identity i SET search_version = ${SEARCH_VERSION}, search_keys = stated.keys
         FROM jsonb_to_recordset($2::jsonb) AS stated (kind text, value text, keys text[])
         WHERE i.tenant_id = $1 AND i.kind = stated.kind AND i.value = stated.value`,
};

/** Further addresses that were there before the rules that say how a lead is found by them. */
@Injectable()
export class UnindexedIdentitiesRepository {
  /** Tenants with such addresses. */
  async findTenants(tx: SystemTx, most: number): Promise<Uuid[]> {
    const rows = await tx.query<{ tenantId: Uuid }>(FIND_TENANTS, [most]);
    return rows.map(({ tenantId }) => tenantId);
  }

  /**
   * Writes the words of `most` of them; nothing else of them changes, so they keep their version.
   * @returns how many there were
   */
  async indexSome(tx: Tx, tenantId: Uuid, most: number): Promise<number> {
    const found = await tx.query<FurtherAddress>(FIND, [tenantId, most]);
    if (found.length === 0) return 0;
    const stated = found.map((address) => ({ ...address, keys: identityKeys(address) }));
    return tx.execute(UPDATE_KEYS, [tenantId, JSON.stringify(stated)]);
  }
}
