import { Inject, Injectable } from '@nestjs/common';
import { leadDuplicatesFoundV1 } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { duplicateRunsEnded } from '../../metrics.js';
import { CLOCK } from '../../tokens.js';
import { PairRepository } from '../pairs/pair.repository.js';
import type { RunClaim } from './duplicate-run.js';
import { RunProgressService } from './run-progress.service.js';
import { RunRepository } from './run.repository.js';

/** How a worker ends a run. */
@Injectable()
export class RunEndService {
  constructor(
    private readonly progress: RunProgressService,
    private readonly runs: RunRepository,
    private readonly pairs: PairRepository,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** All is compared: open pairs that were not found again are no longer pairs. @throws RunLost */
  complete(claim: RunClaim): Promise<void> {
    const { tenantId, runId } = claim;
    return this.progress.whileHeld(claim, async (tx, { leads, minScore }) => {
      const at = this.clock.now();
      await this.pairs.deleteUnfound(tx, tenantId, runId);
      const counts = await this.pairs.count(tx, tenantId, runId);
      await this.runs.updateToCompleted(tx, claim, counts, at);
      const data = { runId, leads: leads ?? 0, minScore01: minScore, ...counts, completedAt: at.toISOString() };
      await this.outbox.add(tx, leadDuplicatesFoundV1, { data, sequence: 1, time: at });
      duplicateRunsEnded.add(1, { status: 'completed' });
    });
  }

  /** It could not get on; what it found stays. @throws RunLost */
  fail(claim: RunClaim): Promise<void> {
    return this.progress.whileHeld(claim, async (tx) => {
      await this.runs.updateToFailed(tx, claim, this.clock.now());
      duplicateRunsEnded.add(1, { status: 'failed' });
    });
  }
}
