import { Inject, Injectable } from '@nestjs/common';
import type { CreateDistributionPool, DistributionPool, PatchDistributionPool } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Clock, IdSource, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { z } from 'zod';
import { CLOCK, IDS } from '../../tokens.js';
import type { DistributionPoolRecord, Seat } from '../decision/candidate.js';
import { distributionErrors } from '../distribution.errors.js';
import { DistributionJournalService } from '../journal/distribution-journal.service.js';
import { MemberService } from '../members/member.service.js';
import { PoolRepository } from './pool.repository.js';
import { acceptPool, patched, type PoolFields, presentPool, statedPool } from './pool.rules.js';

const MOST_POOLS = 200;

const position = z.strictObject({ after: z.uuid() });
const FIRST = '00000000-0000-0000-0000-000000000000';

export interface PoolPage {
  readonly items: readonly DistributionPool[];
  readonly nextCursor: string | null;
}

/** Pools of members between whom leads are distributed. */
@Injectable()
export class PoolService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly pools: PoolRepository,
    private readonly members: MemberService,
    private readonly journal: DistributionJournalService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @throws DomainError `LEAD.DISTRIBUTION_INVALID`, `LEAD.POOL_NAME_TAKEN` with `existingId`, `LEAD.POOL_LIMIT` */
  create(stated: CreateDistributionPool): Promise<DistributionPool> {
    const now = this.clock.now();
    return this.database.write((tx) => this.insert(tx, stated, now));
  }

  list({ limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }): Promise<PoolPage> {
    const after = cursor === undefined ? FIRST : decodeCursor(position, cursor).after;
    return this.database.read(async (tx) => {
      const found = await this.pools.findPage(tx, tx.tenantId, after, limit + 1);
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      return { items: page.map(presentPool), nextCursor: last ? encodeCursor({ after: last.poolId }) : null };
    });
  }

  /** @throws DomainError `LEAD.POOL_NOT_FOUND` */
  read(poolId: Uuid): Promise<DistributionPool> {
    return this.database.read(async (tx) => presentPool(await this.demand(tx, poolId)));
  }

  /** @throws DomainError `LEAD.POOL_NOT_FOUND` */
  async demand(tx: Tx, poolId: Uuid): Promise<DistributionPoolRecord> {
    const [pool] = await this.pools.findMany(tx, tx.tenantId, [poolId]);
    if (!pool) throw distributionErrors.POOL_NOT_FOUND();
    return pool;
  }

  /** @throws DomainError `LEAD.POOL_NOT_FOUND`, `LEAD.POOL_STALE`, `LEAD.DISTRIBUTION_INVALID`, `LEAD.POOL_NAME_TAKEN` with `existingId` */
  patch(poolId: Uuid, version: number, stated: PatchDistributionPool): Promise<DistributionPool> {
    return this.database.write(async (tx) => {
      await this.journal.hold(tx);
      const before = await this.demand(tx, poolId);
      if (before.version !== version) throw distributionErrors.POOL_STALE({ extra: { currentVersion: before.version } });
      const fields = await this.accept(tx, patched(statedPool(before), stated), before.seats);
      await this.demandFree(tx, fields.name, poolId);
      const after = { ...before, ...fields, version: version + 1, updatedAt: this.clock.now() };
      await this.pools.update(tx, tx.tenantId, after);
      return this.told(tx, after, 'updated');
    });
  }

  private async insert(tx: Tx, stated: CreateDistributionPool, now: Date): Promise<DistributionPool> {
    await this.journal.hold(tx);
    const fields = await this.accept(tx, stated, []);
    if ((await this.pools.count(tx, tx.tenantId)) >= MOST_POOLS) throw distributionErrors.POOL_LIMIT({ extra: { limit: MOST_POOLS } });
    await this.demandFree(tx, fields.name);
    const pool = { poolId: this.ids.next(), version: 1, ...fields, turns: 0, createdAt: now, updatedAt: now };
    await this.pools.create(tx, tx.tenantId, pool);
    return this.told(tx, pool, 'created');
  }

  private async accept(tx: Tx, stated: CreateDistributionPool, before: readonly Seat[]): Promise<PoolFields> {
    const unknown = await this.members.unknownOf(
      tx,
      stated.members.map(({ memberId }) => memberId),
    );
    const accepted = acceptPool(stated, before, unknown);
    if ('errors' in accepted) throw distributionErrors.DISTRIBUTION_INVALID({ errors: accepted.errors });
    return accepted;
  }

  private async told(tx: Tx, pool: DistributionPoolRecord, action: 'created' | 'updated'): Promise<DistributionPool> {
    const state = statedPool(pool);
    await this.journal.record(tx, { subject: 'pool', subjectId: pool.poolId, action, version: pool.version, state, at: pool.updatedAt });
    return presentPool(pool);
  }

  /** The distribution of the tenant is held: nobody takes the name meanwhile. */
  private async demandFree(tx: Tx, name: string, except?: Uuid): Promise<void> {
    const existingId = await this.pools.findNamed(tx, tx.tenantId, name);
    if (existingId && existingId !== except) throw distributionErrors.POOL_NAME_TAKEN({ extra: { existingId } });
  }
}
