import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, SystemTx, Tx } from '@leadstream/persistence';
import { SEARCH_VERSION } from '../../lead/search/search-keys.rules.js';
import { dealKeys, type SearchedDeal, type SearchedTask, taskKeys, type WorkKind } from '../../lead/search/work-keys.rules.js';

/** The keys of a row. */
interface Indexed {
  readonly id: Uuid;
  readonly keys: readonly string[];
}

// The bound is a constant: only so the planner sees that the partial index holds every such row.
const UNINDEXED = `search_version < ${SEARCH_VERSION}`;

const FIND_TENANTS: Statement = {
  name: 'search-unindexed-work-tenants',
  text: 'SELECT tenant_id AS "tenantId" FROM tenants_with_unindexed_work($1) AS tenant_id',
};

const FIND_DEALS: Statement = {
  name: 'search-unindexed-deals',
  text: `SELECT deal_id AS id, name, products FROM deal WHERE tenant_id = $1 AND ${UNINDEXED} ORDER BY deal_id LIMIT $2 FOR NO KEY UPDATE`,
};
const FIND_TASKS: Statement = {
  name: 'search-unindexed-tasks',
  text: `SELECT task_id AS id, title, description FROM task WHERE tenant_id = $1 AND ${UNINDEXED} ORDER BY task_id LIMIT $2 FOR NO KEY UPDATE`,
};

const updateKeysOf = (kind: WorkKind): Statement => ({
  name: `search-index-${kind}s`,
  text: `UPDATE ${kind} SET search_version = ${SEARCH_VERSION}, search_keys = stated.keys
         FROM jsonb_to_recordset($2::jsonb) AS stated (id uuid, keys text[])
         WHERE ${kind}.tenant_id = $1 AND ${kind}.${kind}_id = stated.id`,
});
const UPDATE_KEYS: Readonly<Record<WorkKind, Statement>> = { deal: updateKeysOf('deal'), task: updateKeysOf('task') };

/** Deals and tasks that were there before the rules that say how they are found. */
@Injectable()
export class UnindexedWorkRepository {
  /** Tenants with such deals or tasks. */
  async findTenants(tx: SystemTx, most: number): Promise<Uuid[]> {
    const rows = await tx.query<{ tenantId: Uuid }>(FIND_TENANTS, [most]);
    return rows.map(({ tenantId }) => tenantId);
  }

  /**
   * Writes the words of `most` of each kind, deleted ones too, which may come back; nothing else of them changes, so they keep their version.
   * @returns how many there were
   */
  async indexSome(tx: Tx, tenantId: Uuid, most: number): Promise<number> {
    const deals = await tx.query<SearchedDeal & { readonly id: Uuid }>(FIND_DEALS, [tenantId, most]);
    const tasks = await tx.query<SearchedTask & { readonly id: Uuid }>(FIND_TASKS, [tenantId, most]);
    const ofDeals = deals.map(({ id, ...deal }): Indexed => ({ id, keys: dealKeys(deal) }));
    const ofTasks = tasks.map(({ id, ...task }): Indexed => ({ id, keys: taskKeys(task) }));
    return (await updateKeys(tx, tenantId, 'deal', ofDeals)) + (await updateKeys(tx, tenantId, 'task', ofTasks));
  }
}

async function updateKeys(tx: Tx, tenantId: Uuid, kind: WorkKind, rows: readonly Indexed[]): Promise<number> {
  return rows.length === 0 ? 0 : tx.execute(UPDATE_KEYS[kind], [tenantId, JSON.stringify(rows)]);
}
