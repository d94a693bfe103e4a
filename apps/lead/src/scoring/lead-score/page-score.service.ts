import { Inject, Injectable } from '@nestjs/common';
import type { Temperature } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import type { LeadRecord } from '../../lead/lead.js';
import { CLOCK } from '../../tokens.js';
import { ContributionReadModel } from '../contributions/contribution.read-model.js';
import { ActiveModelService } from '../model/active-model.service.js';
import { scoreAt } from '../score/score.rules.js';

/** What a lead shows of its score in a list. */
export interface ScoreInList {
  /** Points with one digit behind the point. */
  readonly score: number;
  readonly temperature: Temperature;
}

/** Scores of the leads of a page, as they are now. */
@Injectable()
export class PageScoreService {
  constructor(
    private readonly models: ActiveModelService,
    private readonly contributions: ContributionReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What all of them did is read by one statement, whatever their number, and the model by another. */
  async of(tx: Tx, leads: readonly LeadRecord[]): Promise<ReadonlyMap<Uuid, ScoreInList>> {
    if (leads.length === 0) return new Map();
    const now = this.clock.now();
    const leadIds = leads.map(({ leadId }) => leadId);
    const [{ weights }, contributionsOf] = await Promise.all([
      this.models.find(tx),
      this.contributions.find(tx, tx.tenantId, leadIds, now),
    ]);
    return new Map(
      leads.map((lead) => {
        const { tenths, temperature } = scoreAt(weights, { lead, contributions: contributionsOf(lead.leadId) }, now);
        return [lead.leadId, { score: tenths / 10, temperature }];
      }),
    );
  }
}
