import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { endsOf } from '../../lead/vocabulary.rules.js';
import { HeldSettingsService } from '../../settings/store/held-settings.service.js';
import type { Board } from '../decision/candidate.js';
import { dayBegin } from '../decision/working-hours.rules.js';
import { LoadReadModel } from '../members/load.read-model.js';
import { MemberRepository } from '../members/member.repository.js';
import { PoolRepository } from '../pools/pool.repository.js';

/** Lays out what is looked at when leads are given away. */
@Injectable()
export class BoardService {
  constructor(
    private readonly pools: PoolRepository,
    private readonly members: MemberRepository,
    private readonly loads: LoadReadModel,
    private readonly settings: HeldSettingsService,
  ) {}

  /** To be called while the distribution of the tenant is held, for decisions that are carried out. */
  async lay(tx: Tx, poolIds: readonly Uuid[], at: Date): Promise<Board> {
    const pools = await this.pools.findMany(tx, tx.tenantId, [...new Set(poolIds)]);
    const memberIds = [...new Set(pools.flatMap(({ seats }) => seats.map(({ memberId }) => memberId)))];
    const members = await this.members.findMany(tx, tx.tenantId, memberIds);
    const days = members.map(({ memberId, profile }) => ({ memberId, begin: dayBegin(profile.timeZone, at) }));
    const loads = await this.loads.find(tx, tx.tenantId, days, endsOf(await this.settings.find(tx)));
    return {
      members: new Map(members.map((member) => [member.memberId, member])),
      pools: new Map(pools.map((pool) => [pool.poolId, pool])),
      loads,
    };
  }

  /** Whose turn it is after leads were given away. */
  saveTurns(tx: Tx, board: Board): Promise<void> {
    return this.pools.saveTurns(tx, tx.tenantId, [...board.pools.values()]);
  }
}
