import { Inject, Injectable } from '@nestjs/common';
import { type Clock, runInContext } from '@leadstream/kernel';
import { CLOCK } from '../../tokens.js';
import { PairRepository } from '../pairs/pair.repository.js';
import type { RunClaim } from './duplicate-run.js';
import { RunProgressService } from './run-progress.service.js';
import { RunTellingService } from './run-telling.service.js';
import { RunRepository } from './run.repository.js';
import { contextOf } from './told-run.rules.js';

/** How a worker ends a run. */
@Injectable()
export class RunEndService {
  constructor(
    private readonly progress: RunProgressService,
    private readonly runs: RunRepository,
    private readonly pairs: PairRepository,
    private readonly telling: RunTellingService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** All is compared: open pairs that were not found again are no longer pairs. @throws RunLost */
  complete(claim: RunClaim): Promise<void> {
    const { tenantId, runId } = claim;
    return this.progress.whileHeld(claim, async (tx, run) => {
      const at = this.clock.now();
      await this.pairs.deleteUnfound(tx, tenantId, runId);
      const counts = await this.pairs.count(tx, tenantId, runId);
      await this.runs.updateToCompleted(tx, claim, counts, at);
      await this.telling.ended(tx, { ...run, ...counts, status: 'completed', endedAt: at });
    });
  }

  /** It could not get on; what it found stays. @throws RunLost */
  fail(claim: RunClaim): Promise<void> {
    return this.progress.whileHeld(claim, async (tx, run) => {
      const at = this.clock.now();
      await this.runs.updateToFailed(tx, claim, at);
      await runInContext(contextOf(claim, run), () => this.telling.ended(tx, { ...run, status: 'failed', endedAt: at }));
    });
  }
}
