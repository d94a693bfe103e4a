import { Inject, Injectable } from '@nestjs/common';
import { TenantDatabase } from '@leadstream/persistence';
import type { LeadConfig } from '../../config.js';
import { CONFIG } from '../../tokens.js';
import { comparableLead } from '../comparable/comparable-lead.rules.js';
import type { DuplicateFact } from '../facts/duplicate-fact.js';
import { KEY_BATCH, KeyUpkeepService } from '../keys/key-upkeep.service.js';
import { candidateOf } from '../leads/candidate-of.rules.js';
import { ComparedLeadsReadModel } from '../leads/compared-leads.read-model.js';
import { FREQUENT_LEADS } from '../leads/value-frequency.repository.js';
import { valueHash } from '../leads/value-hash.rules.js';
import { ValueCounts } from '../scoring/value-counts.js';
import type { ValueFrequencies } from '../scoring/value-frequencies.rules.js';
import { Breather } from '../../work/breather.js';
import type { RunClaim, RunRecord } from './duplicate-run.js';
import { RunProgressService } from './run-progress.service.js';

/** Leads that are read at a time. */
const PAGE = 1_000;

/** Distinct values that are remembered of each field. */
const MOST_VALUES = 100_000;

/** What goes before the comparison: every lead has its keys, and is counted. */
@Injectable()
export class RunCountService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly upkeep: KeyUpkeepService,
    private readonly leads: ComparedLeadsReadModel,
    private readonly progress: RunProgressService,
    @Inject(CONFIG) private readonly config: Pick<LeadConfig, 'DUPLICATE_LEASE_MS'>,
  ) {}

  /**
   * Whoever takes a run over counts again, in memory: what the run stores of it is for single leads.
   * @returns undefined when it was to stop before the end
   * @throws RunLost
   */
  async prepare(
    claim: RunClaim,
    run: RunRecord,
    facts: readonly DuplicateFact[],
    shouldStop: () => boolean,
  ): Promise<ValueFrequencies | undefined> {
    const alive = this.keepAlive(claim);
    if (run.leads === null) {
      while ((await this.database.inTenant(claim.tenantId, (tx) => this.upkeep.catchUp(tx, KEY_BATCH))) > 0) {
        if (shouldStop()) return undefined;
        await alive();
      }
    }
    const counts = await this.count(claim, facts, alive, shouldStop);
    if (counts && run.leads === null) await this.save(claim, counts);
    return counts;
  }

  private async count(
    { tenantId }: RunClaim,
    facts: readonly DuplicateFact[],
    alive: () => Promise<void>,
    shouldStop: () => boolean,
  ): Promise<ValueCounts | undefined> {
    const counts = new ValueCounts(MOST_VALUES);
    const breather = new Breather();
    let after: string | undefined;
    for (;;) {
      const page = await this.database.readInTenant(tenantId, (tx) => this.leads.findPage(tx, tenantId, PAGE, after));
      for (const lead of page) {
        counts.add(comparableLead(candidateOf(lead, facts)));
        await breather.breathe();
      }
      after = page.at(-1)?.leadId;
      if (page.length < PAGE) return counts;
      if (shouldStop()) return undefined;
      await alive();
    }
  }

  private save(claim: RunClaim, counts: ValueCounts): Promise<void> {
    const values = [...counts.frequent(FREQUENT_LEADS)].map(([field, value, leads]) => ({
      value: valueHash(claim.tenantId, field, value),
      leads,
    }));
    return this.progress.saveCounts(claim, counts.leads, values);
  }

  /** Prolongs the lease three times in its length, as often as it is called. */
  private keepAlive(claim: RunClaim): () => Promise<void> {
    let prolongedMs = performance.now();
    return async () => {
      if (performance.now() - prolongedMs < this.config.DUPLICATE_LEASE_MS / 3) return;
      await this.progress.prolong(claim);
      prolongedMs = performance.now();
    };
  }
}
