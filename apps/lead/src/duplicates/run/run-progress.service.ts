import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import type { LeadConfig } from '../../config.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { ValueFrequencyRepository, type ValueFrequency } from '../leads/value-frequency.repository.js';
import type { FoundPair } from '../pairs/duplicate-pair.js';
import { PairRepository } from '../pairs/pair.repository.js';
import { type RunClaim, RunLost, type RunRecord } from './duplicate-run.js';
import { RunRepository } from './run.repository.js';

/** What came of a page of blocks. */
export interface PageResult {
  /** Key up to which every block is compared now. */
  readonly comparedTo: string;
  /** Comparisons. */
  readonly pairs: number;
  /** Blocks that were too large. */
  readonly skipped: number;
  readonly found: readonly FoundPair[];
}

const VALUES_AT_ONCE = 5_000;

/** How far a run has got, told in the transaction that gets it there; each of them demands that the claim is good. */
@Injectable()
export class RunProgressService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly runs: RunRepository,
    private readonly pairs: PairRepository,
    private readonly values: ValueFrequencyRepository,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<LeadConfig, 'DUPLICATE_LEASE_MS'>,
  ) {}

  /** @throws RunLost */
  async prolong(claim: RunClaim): Promise<void> {
    const isGood = await this.database.inTenant(claim.tenantId, (tx) => this.runs.prolong(tx, claim, this.leaseSeconds));
    if (!isGood) throw new RunLost();
  }

  /** Stores how frequent values are. @throws RunLost */
  saveCounts(claim: RunClaim, leads: number, values: readonly ValueFrequency[]): Promise<void> {
    return this.whileHeld(claim, async (tx) => {
      await this.values.deleteAll(tx, claim.tenantId);
      for (let from = 0; from < values.length; from += VALUES_AT_ONCE) {
        await this.values.add(tx, claim.tenantId, values.slice(from, from + VALUES_AT_ONCE));
      }
      await this.runs.updateToCounted(tx, claim, leads);
    });
  }

  /** Stores the pairs of a page. @throws RunLost */
  savePage(claim: RunClaim, { found, ...progress }: PageResult): Promise<void> {
    return this.whileHeld(claim, async (tx) => {
      await this.pairs.save(tx, claim.tenantId, claim.runId, found, this.clock.now());
      await this.runs.advance(tx, claim, progress, this.leaseSeconds);
    });
  }

  release(claim: RunClaim): Promise<void> {
    return this.database.inTenant(claim.tenantId, (tx) => this.runs.release(tx, claim));
  }

  /** Works while nobody else can take the run. @throws RunLost */
  whileHeld<T>(claim: RunClaim, work: (tx: Tx, run: RunRecord) => Promise<T>): Promise<T> {
    return this.database.inTenant(claim.tenantId, async (tx) => {
      const run = await this.runs.hold(tx, claim);
      if (!run) throw new RunLost();
      return work(tx, run);
    });
  }

  private get leaseSeconds(): number {
    return this.config.DUPLICATE_LEASE_MS / 1_000;
  }
}
