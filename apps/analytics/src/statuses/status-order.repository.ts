import type { Tx } from '@leadstream/persistence';

const find = { name: 'status_order_find', text: 'SELECT statuses FROM lead_status_order WHERE tenant_id = $1' };

/** Settings come at least once, and seldom. */
const save = {
  name: 'status_order_save',
  text: `INSERT INTO lead_status_order AS known (tenant_id, sequence, statuses) VALUES ($1, $2, $3)
         ON CONFLICT (tenant_id) DO UPDATE SET sequence = excluded.sequence, statuses = excluded.statuses
         WHERE known.sequence < excluded.sequence`,
};

/** Statuses of tenants as rows; a tenant without one has the default ones. */
export class StatusOrderRepository {
  async find(tx: Tx, tenantId: string): Promise<readonly string[] | undefined> {
    return (await tx.queryOne<{ statuses: string[] }>(find, [tenantId]))?.statuses;
  }

  /** @returns whether it is news */
  async save(tx: Tx, tenantId: string, sequence: number, statuses: readonly string[]): Promise<boolean> {
    return (await tx.execute(save, [tenantId, sequence, statuses])) === 1;
  }
}
