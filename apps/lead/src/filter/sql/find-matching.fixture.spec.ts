import type { Uuid } from '@leadstream/kernel';
import type { TenantDatabase } from '@leadstream/persistence';
import type { FilterTree } from '../condition.js';
import { Binds } from './binds.js';
import { filterSql, type SqlContext } from './filter-sql.rules.js';

/** The tenant's living leads of which the SQL of a filter holds, by id: of thousands of filters nothing else is worth reading. */
export async function findMatching(
  database: TenantDatabase,
  tenantId: Uuid,
  filter: FilterTree,
  context: Omit<SqlContext, 'binds'>,
): Promise<Uuid[]> {
  const binds = new Binds();
  const tenant = binds.add(tenantId, 'uuid');
  const text = `SELECT array_agg(lead_id::text ORDER BY lead_id) AS ids FROM lead
    WHERE lead.tenant_id = ${tenant} AND deleted_at IS NULL AND ${filterSql(filter, { ...context, binds })}`;
  const [row] = await database.readInTenant(tenantId, (tx) => tx.query<{ ids: Uuid[] | null }>(text, binds.values));
  return row?.ids ?? [];
}
