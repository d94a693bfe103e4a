import { Inject, Injectable } from '@nestjs/common';
import type { Clock, Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { CLOCK } from '../../tokens.js';
import { ContributionReadModel } from '../contributions/contribution.read-model.js';
import { ActiveModelService } from '../model/active-model.service.js';
import { engagementAt, scoreOf } from '../score/score.rules.js';
import { shownPoints } from '../temperature/judge.rules.js';

/** How much a lead does about one deal: what it did since that was opened. */
@Injectable()
export class DealEngagementService {
  constructor(
    private readonly models: ActiveModelService,
    private readonly contributions: ContributionReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @returns points of engagement as the active model gives them, 0 to 100 with one digit behind the point */
  async since(tx: Tx, leadId: Uuid, openedAt: Date): Promise<number> {
    const now = this.clock.now();
    const [{ weights }, contributionsOf] = await Promise.all([
      this.models.find(tx),
      this.contributions.find(tx, tx.tenantId, [leadId], now),
    ]);
    const since = [...contributionsOf(leadId)].map(
      ([kind, instants]) => [kind, instants.filter((instant) => instant >= openedAt.getTime())] as const,
    );
    return shownPoints(scoreOf(weights, engagementAt(weights, new Map(since), now))).engagement;
  }
}
