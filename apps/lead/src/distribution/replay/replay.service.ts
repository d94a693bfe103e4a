import { Inject, Injectable } from '@nestjs/common';
import type { DistributionReplay } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { CLOCK } from '../../tokens.js';
import { BoardService } from '../assigning/board.service.js';
import { RuleSetService } from '../rules/rule-set.service.js';
import { PastLeadReadModel } from './past-lead.read-model.js';
import { replay } from './replay.rules.js';

/** Who would have got leads, by other rules. */
@Injectable()
export class ReplayService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly sets: RuleSetService,
    private readonly pasts: PastLeadReadModel,
    private readonly boards: BoardService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `LEAD.RULE_SET_NOT_FOUND` */
  replay(ruleSetId: Uuid, stated: { readonly from: string; readonly until: string; readonly limit: number }): Promise<DistributionReplay> {
    return this.database.read(async (tx) => {
      const set = await this.sets.demand(tx, ruleSetId);
      const past = await this.pasts.find(tx, tx.tenantId, new Date(stated.from), new Date(stated.until), stated.limit);
      const poolIds = set.rules.map(({ poolId }) => poolId);
      const board = await this.boards.lay(tx, poolIds, this.clock.now());
      const owned = Map.groupBy(past, ({ ownerId }) => ownerId);
      const loads = [...board.loads].map(([memberId, load]) => {
        const openLeads = Math.max(0, load.openLeads - (owned.get(memberId)?.length ?? 0));
        return [memberId, { ...load, openLeads }] as const;
      });
      return { ruleSetNumber: set.number, ...replay(past, set.rules, { ...board, loads: new Map(loads) }) };
    });
  }
}
