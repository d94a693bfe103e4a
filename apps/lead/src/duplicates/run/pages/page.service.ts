import { Inject, Injectable } from '@nestjs/common';
import type { IdSource, Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import type { LeadConfig } from '../../../config.js';
import { CONFIG, IDS } from '../../../tokens.js';
import { DEFAULT_BLOCK_LIMITS } from '../../blocking/block-limits.js';
import type { ComparableLead } from '../../comparable/comparable-lead.js';
import { likelyPair } from '../../duplicate-finder.rules.js';
import type { DuplicateFact } from '../../facts/duplicate-fact.js';
import { printOf } from '../../leads/candidate-of.rules.js';
import { ComparedLeadsReadModel } from '../../leads/compared-leads.read-model.js';
import type { FoundPair } from '../../pairs/duplicate-pair.js';
import { evidenceOf } from '../../pairs/present-pair.rules.js';
import type { ValueFrequencies } from '../../scoring/value-frequencies.rules.js';
import type { PageResult } from '../run-progress.service.js';
import { type BlockPage, BlockPageReadModel } from './block-page.read-model.js';
import { Breather } from '../../../work/breather.js';
import { pagePairs } from './page-pairs.rules.js';
import { RunLeads } from './run-leads.js';

/** All that pages are compared with, from the first to the last. */
export interface Comparison {
  readonly tenantId: Uuid;
  readonly minScore01: number;
  readonly frequencies: ValueFrequencies;
  readonly leads: RunLeads;
  readonly breather: Breather;
}

/** Compares the leads of blocks, a page of blocks at a time. */
@Injectable()
export class PageService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly leads: ComparedLeadsReadModel,
    private readonly blocks: BlockPageReadModel,
    @Inject(IDS) private readonly ids: IdSource,
    @Inject(CONFIG) private readonly config: Pick<LeadConfig, 'DUPLICATE_PAGE_KEYS'>,
  ) {}

  begin(tenantId: Uuid, facts: readonly DuplicateFact[], frequencies: ValueFrequencies, minScore01: number): Comparison {
    const breather = new Breather();
    const read = (leadIds: readonly Uuid[]) => this.database.readInTenant(tenantId, (tx) => this.leads.find(tx, tenantId, leadIds));
    return { tenantId, minScore01, frequencies, leads: new RunLeads(facts, read, breather), breather };
  }

  /** Finds the pairs of the page behind the key `after`. */
  async compareNext(comparison: Comparison, after: string): Promise<PageResult> {
    const { blocks, to } = await this.read(comparison.tenantId, after);
    const small = blocks.flatMap(({ leadIds }) => (leadIds === null ? [] : [leadIds]));
    const known = await comparison.leads.find(new Set(small.flat()));
    const members = small.map((leadIds) => leadIds.flatMap((leadId) => known.get(leadId) ?? []));
    const found: FoundPair[] = [];
    let pairs = 0;
    for (const [left, right] of pagePairs(members)) {
      const pair = this.score(comparison, left, right);
      if (pair) found.push(pair);
      pairs += 1;
      // A comparison takes a few microseconds, and so does asking each time.
      if (pairs % 16 === 0) await comparison.breather.breathe();
    }
    return { comparedTo: to, pairs, skipped: blocks.length - small.length, found };
  }

  private read(tenantId: Uuid, after: string): Promise<BlockPage> {
    const { DUPLICATE_PAGE_KEYS: keys } = this.config;
    return this.database.readInTenant(tenantId, (tx) => this.blocks.find(tx, tenantId, after, keys, DEFAULT_BLOCK_LIMITS.maxLeads));
  }

  private score({ tenantId, minScore01, frequencies }: Comparison, left: ComparableLead, right: ComparableLead): FoundPair | undefined {
    const pair = likelyPair(left, right, frequencies, minScore01);
    if (!pair) return undefined;
    const { score01, against, explanation, leftId, rightId } = pair;
    const prints = { leftPrint: printOf(tenantId, left.candidate), rightPrint: printOf(tenantId, right.candidate) };
    return { pairId: this.ids.next(), leftId, rightId, score01, against, explanation: evidenceOf(explanation), ...prints };
  }
}
