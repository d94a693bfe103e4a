import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { DistributionPoolRecord } from '../decision/candidate.js';

const FROM_TENANT = `
  SELECT pool_id AS "poolId", version, name, respond_within_minutes AS "respondWithinMinutes", most_rounds AS "mostRounds", turns::float8,
         created_at AS "createdAt", updated_at AS "updatedAt",
         coalesce((SELECT jsonb_agg(jsonb_build_object('memberId', member_id, 'weight', weight, 'credit', credit, 'lastTurn', last_turn) ORDER BY member_id)
                   FROM distribution_pool_member m WHERE m.tenant_id = $1 AND m.pool_id = p.pool_id), '[]') AS seats
  FROM distribution_pool p WHERE tenant_id = $1`;

const FIND_MANY: Statement = { name: 'distribution-pool-find', text: `${FROM_TENANT} AND pool_id = ANY ($2::uuid[])` };
const FIND_PAGE: Statement = { name: 'distribution-pool-page', text: `${FROM_TENANT} AND pool_id > $2 ORDER BY pool_id LIMIT $3` };

const FIND_NAMED: Statement = {
  name: 'distribution-pool-find-named',
  text: 'SELECT pool_id AS "poolId" FROM distribution_pool WHERE tenant_id = $1 AND name = $2',
};

const COUNT: Statement = {
  name: 'distribution-pool-count',
  text: 'SELECT count(*)::integer AS pools FROM distribution_pool WHERE tenant_id = $1',
};

const INSERT: Statement = {
  name: 'distribution-pool-insert',
  text: `INSERT INTO distribution_pool (tenant_id, pool_id, version, name, respond_within_minutes, most_rounds, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
};

const UPDATE: Statement = {
  name: 'distribution-pool-update',
  text: `UPDATE distribution_pool SET version = $3, name = $4, respond_within_minutes = $5, most_rounds = $6, updated_at = $7
         WHERE tenant_id = $1 AND pool_id = $2`,
};

const CLEAR_SEATS: Statement = {
  name: 'distribution-pool-member-clear',
  text: 'DELETE FROM distribution_pool_member WHERE tenant_id = $1 AND pool_id = $2',
};

const SEATS = `jsonb_to_recordset($2::jsonb) AS seat ("poolId" uuid, "memberId" uuid, weight integer, credit bigint, "lastTurn" bigint)`;

const INSERT_SEATS: Statement = {
  name: 'distribution-pool-member-insert',
  text: `INSERT INTO distribution_pool_member (tenant_id, pool_id, member_id, weight, credit, last_turn)
         SELECT $1, "poolId", "memberId", weight, credit, "lastTurn" FROM ${SEATS}`,
};

const UPDATE_SEATS: Statement = {
  name: 'distribution-pool-member-update',
  text: `UPDATE distribution_pool_member m SET credit = seat.credit, last_turn = seat."lastTurn"
         FROM ${SEATS} WHERE m.tenant_id = $1 AND m.pool_id = seat."poolId" AND m.member_id = seat."memberId"
           AND (m.credit, m.last_turn) IS DISTINCT FROM (seat.credit, seat."lastTurn")`,
};

const UPDATE_TURNS: Statement = {
  name: 'distribution-pool-turns',
  text: `UPDATE distribution_pool p SET turns = pool.turns FROM jsonb_to_recordset($2::jsonb) AS pool ("poolId" uuid, turns bigint)
         WHERE p.tenant_id = $1 AND p.pool_id = pool."poolId"`,
};

/** Pools with their members. Whoever writes them holds the distribution of the tenant. */
@Injectable()
export class PoolRepository {
  findMany(tx: Tx, tenantId: Uuid, poolIds: readonly Uuid[]): Promise<DistributionPoolRecord[]> {
    return tx.query<DistributionPoolRecord>(FIND_MANY, [tenantId, poolIds]);
  }

  findPage(tx: Tx, tenantId: Uuid, after: Uuid, limit: number): Promise<DistributionPoolRecord[]> {
    return tx.query<DistributionPoolRecord>(FIND_PAGE, [tenantId, after, limit]);
  }

  async findNamed(tx: Tx, tenantId: Uuid, name: string): Promise<Uuid | undefined> {
    return (await tx.queryOne<{ poolId: Uuid }>(FIND_NAMED, [tenantId, name]))?.poolId;
  }

  async count(tx: Tx, tenantId: Uuid): Promise<number> {
    return (await tx.queryOne<{ pools: number }>(COUNT, [tenantId]))?.pools ?? 0;
  }

  /** @throws Error of a unique violation when another pool has the name */
  async create(tx: Tx, tenantId: Uuid, pool: DistributionPoolRecord): Promise<void> {
    const { poolId, version, name, respondWithinMinutes, mostRounds, createdAt, updatedAt } = pool;
    await tx.execute(INSERT, [tenantId, poolId, version, name, respondWithinMinutes, mostRounds, createdAt, updatedAt]);
    await tx.execute(INSERT_SEATS, [tenantId, JSON.stringify(seatsOf(pool))]);
  }

  /** @throws Error of a unique violation when another pool has the name */
  async update(tx: Tx, tenantId: Uuid, pool: DistributionPoolRecord): Promise<void> {
    const { poolId, version, name, respondWithinMinutes, mostRounds, updatedAt } = pool;
    await tx.execute(UPDATE, [tenantId, poolId, version, name, respondWithinMinutes, mostRounds, updatedAt]);
    await tx.execute(CLEAR_SEATS, [tenantId, poolId]);
    await tx.execute(INSERT_SEATS, [tenantId, JSON.stringify(seatsOf(pool))]);
  }

  /** Whose turn it is. */
  async saveTurns(tx: Tx, tenantId: Uuid, pools: readonly DistributionPoolRecord[]): Promise<void> {
    if (pools.length === 0) return;
    const turns = pools.map(({ poolId, turns: count }) => ({ poolId, turns: count }));
    await Promise.all([
      tx.execute(UPDATE_TURNS, [tenantId, JSON.stringify(turns)]),
      tx.execute(UPDATE_SEATS, [tenantId, JSON.stringify(pools.flatMap(seatsOf))]),
    ]);
  }
}

function seatsOf({ poolId, seats }: DistributionPoolRecord): object[] {
  return seats.map((seat) => ({ poolId, ...seat }));
}
