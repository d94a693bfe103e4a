import { Inject, Injectable } from '@nestjs/common';
import type { Clock, Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { FilterContextService } from '../../facts/filter-context.service.js';
import { CustomFieldsService } from '../../custom-fields/store/custom-fields.service.js';
import { fieldRegistry } from '../../filter/fields/field-registry.rules.js';
import type { LeadConfig } from '../../config.js';
import { SegmentFillingRepository } from '../fill/segment-filling.repository.js';
import { sliceLeads } from '../fill/slice.rules.js';
import { SegmentRepository } from '../store/segment.repository.js';
import { NO_LEAD, type SegmentRecord } from '../segment.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { MOST_NAMED, type Recount, RecountReadModel } from './recount.read-model.js';

/** A dynamic segment beside a full recount. */
export interface SegmentVerdict {
  readonly segmentId: Uuid;
  readonly name: string;
  /** Leads that its filter finds now. */
  readonly found: number;
  /** Leads that it finds and that are not in it. */
  readonly missing: readonly Uuid[];
  /** Leads in it that it does not find. */
  readonly surplus: readonly Uuid[];
}

/** Counts segments anew and compares, as many leads at a time as filling looks at: changes of leads that are on their way show as differences until they have arrived. */
@Injectable()
export class SegmentVerificationService {
  constructor(
    private readonly segments: SegmentRepository,
    private readonly customFields: CustomFieldsService,
    private readonly contexts: FilterContextService,
    private readonly fillings: SegmentFillingRepository,
    private readonly recounts: RecountReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<LeadConfig, 'SEGMENT_FILL_LEADS'>,
  ) {}

  /** Dynamic segments of the tenant; those that are still filled are left out. */
  async verify(tx: Tx): Promise<SegmentVerdict[]> {
    const verdicts: SegmentVerdict[] = [];
    for (const segment of await this.segments.findAll(tx, tx.tenantId)) {
      if (segment.kind === 'dynamic' && segment.status === 'ready') verdicts.push(await this.verifyOne(tx, segment));
    }
    return verdicts;
  }

  private async verifyOne(tx: Tx, { segmentId, name, filter }: SegmentRecord): Promise<SegmentVerdict> {
    if (filter === null) throw new Error('a dynamic segment has a filter');
    const registry = fieldRegistry(await this.customFields.find(tx));
    const scoreTenthsSql = await this.contexts.scoreSql(tx, filter, registry);
    const question = { segmentId, filter, context: { registry, scoreTenthsSql, now: this.clock.now() } };
    const leads = sliceLeads(this.config.SEGMENT_FILL_LEADS, await this.contexts.costOf(tx, filter), null);
    let whole: Recount = { found: 0, missing: [], surplus: [] };
    for (let after: Uuid | null = NO_LEAD; after !== null;) {
      const upTo: Uuid | null = await this.fillings.findEnd(tx, tx.tenantId, after, leads);
      whole = together(whole, await this.recounts.compare(tx, tx.tenantId, { ...question, range: { after, upTo } }));
      after = upTo;
    }
    return { segmentId, name, ...whole };
  }
}

function together(one: Recount, next: Recount): Recount {
  return {
    found: one.found + next.found,
    missing: [...one.missing, ...next.missing].slice(0, MOST_NAMED),
    surplus: [...one.surplus, ...next.surplus].slice(0, MOST_NAMED),
  };
}
