import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';

// In the order of ids, so that two transactions never wait for each other.
const LOCK_STAGES: Statement = {
  name: 'deal-lock-stages',
  text: 'SELECT stage_id FROM pipeline_stage WHERE tenant_id = $1 AND stage_id = ANY ($2::uuid[]) ORDER BY stage_id FOR NO KEY UPDATE',
};

const FIND_LAST: Statement = {
  name: 'deal-position-last',
  text: 'SELECT position FROM deal WHERE tenant_id = $1 AND stage_id = $2 AND position IS NOT NULL ORDER BY position DESC LIMIT 1',
};

const FIND_OF: Statement = {
  name: 'deal-position-of',
  text: 'SELECT position FROM deal WHERE tenant_id = $1 AND stage_id = $2 AND deal_id = $3 AND position IS NOT NULL AND NOT hidden',
};

// The card that moves is in nobody's way.
const FIND_NEXT: Statement = {
  name: 'deal-position-next',
  text: `SELECT position FROM deal
         WHERE tenant_id = $1 AND stage_id = $2 AND position IS NOT NULL AND ($3::text IS NULL OR position > $3) AND deal_id IS DISTINCT FROM $4
         ORDER BY position LIMIT 1`,
};

const FIND_ALL: Statement = {
  name: 'deal-position-all',
  text: 'SELECT deal_id AS "dealId" FROM deal WHERE tenant_id = $1 AND stage_id = $2 AND position IS NOT NULL ORDER BY position',
};

const REWRITE: Statement = {
  name: 'deal-position-rewrite',
  text: `UPDATE deal SET position = s.position FROM unnest($2::uuid[], $3::text[]) AS s (deal_id, position)
         WHERE deal.tenant_id = $1 AND deal.deal_id = s.deal_id`,
};

const PUT: Statement = { name: 'deal-position-put', text: 'UPDATE deal SET position = $3 WHERE tenant_id = $1 AND deal_id = $2' };

interface Placed {
  readonly position: string;
}

/** Where cards stand in their columns. Who writes locks the column first. */
@Injectable()
export class CardOrderRepository {
  async lockStages(tx: Tx, tenantId: Uuid, stageIds: readonly Uuid[]): Promise<void> {
    await tx.query(LOCK_STAGES, [tenantId, stageIds]);
  }

  async findLast(tx: Tx, tenantId: Uuid, stageId: Uuid): Promise<string | null> {
    return (await tx.queryOne<Placed>(FIND_LAST, [tenantId, stageId]))?.position ?? null;
  }

  async findOf(tx: Tx, tenantId: Uuid, stageId: Uuid, dealId: Uuid): Promise<string | undefined> {
    return (await tx.queryOne<Placed>(FIND_OF, [tenantId, stageId, dealId]))?.position;
  }

  /** Of the first card behind a position, or of all; another one than `moving`. */
  async findNext(tx: Tx, tenantId: Uuid, stageId: Uuid, after: string | null, moving?: Uuid): Promise<string | null> {
    return (await tx.queryOne<Placed>(FIND_NEXT, [tenantId, stageId, after, moving ?? null]))?.position ?? null;
  }

  async findAll(tx: Tx, tenantId: Uuid, stageId: Uuid): Promise<Uuid[]> {
    return (await tx.query<{ dealId: Uuid }>(FIND_ALL, [tenantId, stageId])).map(({ dealId }) => dealId);
  }

  async rewrite(tx: Tx, tenantId: Uuid, dealIds: readonly Uuid[], positions: readonly string[]): Promise<void> {
    await tx.execute(REWRITE, [tenantId, dealIds, positions]);
  }

  async put(tx: Tx, tenantId: Uuid, dealId: Uuid, position: string): Promise<void> {
    await tx.execute(PUT, [tenantId, dealId, position]);
  }
}
