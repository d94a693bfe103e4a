import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, SystemTx, Tx } from '@leadstream/persistence';

const LOCK: Statement = {
  name: 'duplicate-backlog-lock',
  text: `SELECT pg_advisory_xact_lock(hashtextextended('duplicates:' || $1::text, 0))`,
};

// By the place of each row: joined in bulk, every batch could read all that is noted.
export const TAKE: Statement = {
  name: 'duplicate-backlog-take',
  text: `DELETE FROM duplicate_backlog WHERE tenant_id = $1 AND ctid = ANY (ARRAY(
           SELECT ctid FROM duplicate_backlog WHERE tenant_id = $1 ORDER BY lead_id, version LIMIT $2))
         RETURNING lead_id AS "leadId"`,
};

const CREATE_OF_ALL: Statement = {
  name: 'duplicate-backlog-all',
  text: `INSERT INTO duplicate_backlog (tenant_id, lead_id, version)
         SELECT tenant_id, lead_id, version FROM lead WHERE tenant_id = $1 AND deleted_at IS NULL ON CONFLICT DO NOTHING`,
};

const FIND_TENANTS: Statement = {
  name: 'duplicate-backlog-tenants',
  text: 'SELECT tenant_id AS "tenantId" FROM tenants_with_duplicate_backlog($1) AS tenant_id',
};

/** Leads that were written since their keys were made; triggers note them. */
@Injectable()
export class BacklogRepository {
  /** Whoever makes keys of a tenant, or says what they are made of, is alone until the transaction ends. */
  async lock(tx: Tx, tenantId: Uuid): Promise<void> {
    await tx.query(LOCK, [tenantId]);
  }

  /**
   * Takes leads off, each once. What is read of them afterwards is at least as new as what was noted; a write that is not committed
   * yet has a note of its own, which comes later.
   */
  async take(tx: Tx, tenantId: Uuid, most: number): Promise<Uuid[]> {
    const taken = await tx.query<{ leadId: Uuid }>(TAKE, [tenantId, most]);
    return [...new Set(taken.map(({ leadId }) => leadId))];
  }

  /** Every live lead. */
  async createOfAll(tx: Tx, tenantId: Uuid): Promise<void> {
    await tx.execute(CREATE_OF_ALL, [tenantId]);
  }

  /** Tenants with such leads. */
  async findTenants(tx: SystemTx, most: number): Promise<Uuid[]> {
    return (await tx.query<{ tenantId: Uuid }>(FIND_TENANTS, [most])).map(({ tenantId }) => tenantId);
  }
}
