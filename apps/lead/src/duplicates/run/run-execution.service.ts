import { Injectable } from '@nestjs/common';
import { runInContext } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { FactRepository } from '../facts/fact.repository.js';
import type { RunClaim, RunRecord } from './duplicate-run.js';
import { FIRST_KEY, LAST_KEY } from './pages/block-page.read-model.js';
import { PageService } from './pages/page.service.js';
import { RunCountService } from './run-count.service.js';
import { RunEndService } from './run-end.service.js';
import { RunProgressService } from './run-progress.service.js';
import { contextOf } from './told-run.rules.js';

/** Takes a claimed run on from where it stands: block after block in the order of their keys, a page a transaction. */
@Injectable()
export class RunExecutionService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly facts: FactRepository,
    private readonly counting: RunCountService,
    private readonly pages: PageService,
    private readonly progress: RunProgressService,
    private readonly end: RunEndService,
  ) {}

  /**
   * @param shouldStop asked after every step; the run then waits for its next turn
   * @throws RunLost
   */
  async run(claim: RunClaim, shouldStop: () => boolean): Promise<void> {
    const run = await this.progress.whileHeld(claim, async (_, held) => held);
    const isThrough = await runInContext(contextOf(claim, run), () => this.compareAll(claim, run, shouldStop));
    if (!isThrough) await this.progress.release(claim);
  }

  /** @returns whether it came to its end */
  private async compareAll(claim: RunClaim, run: RunRecord, shouldStop: () => boolean): Promise<boolean> {
    const { tenantId } = claim;
    const facts = await this.database.readInTenant(tenantId, (tx) => this.facts.find(tx, tenantId));
    const frequencies = await this.counting.prepare(claim, run, facts, shouldStop);
    if (!frequencies) return false;
    const comparison = this.pages.begin(tenantId, facts, frequencies, run.minScore);
    for (let after = run.comparedTo ?? FIRST_KEY; after !== LAST_KEY;) {
      if (shouldStop()) return false;
      const page = await this.pages.compareNext(comparison, after);
      await this.progress.savePage(claim, page);
      after = page.comparedTo;
    }
    await this.end.complete(claim);
    return true;
  }
}
