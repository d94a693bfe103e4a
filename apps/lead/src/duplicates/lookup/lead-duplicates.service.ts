import { Injectable } from '@nestjs/common';
import type { LeadDuplicate } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { currentTenantId } from '../../current-tenant.js';
import { LeadEditService } from '../../lead-store/lead-edit.service.js';
import type { DuplicatePair } from '../duplicate-finder.rules.js';
import { KEY_BATCH, KeyUpkeepService } from '../keys/key-upkeep.service.js';
import { type KnownPair, PairReadModel } from '../pairs/pair.read-model.js';
import { evidenceOf } from '../pairs/present-pair.rules.js';
import { ComparisonService } from './comparison.service.js';

export interface DuplicatesQuery {
  readonly minScore: number;
  readonly limit: number;
}

/** Who else may be the person that a lead is. */
@Injectable()
export class LeadDuplicatesService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly edits: LeadEditService,
    private readonly upkeep: KeyUpkeepService,
    private readonly pairs: PairReadModel,
    private readonly comparison: ComparisonService,
  ) {}

  /**
   * The most probable first. Up to 500 leads whose keys are behind get theirs before.
   * @throws DomainError `LEAD.NOT_FOUND`
   */
  async list(leadId: Uuid, { minScore, limit }: DuplicatesQuery): Promise<LeadDuplicate[]> {
    const tenantId = currentTenantId();
    await this.database.readInTenant(tenantId, (tx) => this.edits.find(tx, leadId));
    await this.database.inTenant(tenantId, (tx) => this.upkeep.catchUp(tx, KEY_BATCH));
    const { scored, known } = await this.database.readInTenant(tenantId, async (tx) => {
      const pairs = await this.pairs.findOfLead(tx, tenantId, leadId);
      return {
        known: pairs,
        scored: await this.comparison.compare(
          tx,
          leadId,
          pairs.map(({ otherId }) => otherId),
        ),
      };
    });
    return scored
      .filter(({ score01 }) => score01 >= minScore)
      .sort((one, two) => two.score01 - one.score01 || (one.rightId < two.rightId ? -1 : 1))
      .slice(0, limit)
      .map((pair) => present(pair, known));
  }
}

function present({ rightId, score01, against, explanation }: DuplicatePair, known: readonly KnownPair[]): LeadDuplicate {
  const pair = known.find(({ otherId }) => otherId === rightId);
  return {
    leadId: rightId,
    score01,
    against,
    explanation: evidenceOf(explanation),
    pair: pair ? { id: pair.pairId, state: pair.state } : null,
  };
}
