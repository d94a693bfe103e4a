import { Inject, Injectable } from '@nestjs/common';
import type { Clock, Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { FilterContextService } from '../../facts/filter-context.service.js';
import { CustomFieldsService } from '../../custom-fields/store/custom-fields.service.js';
import { fieldRegistry } from '../../filter/fields/field-registry.rules.js';
import { SegmentRepository } from '../store/segment.repository.js';
import type { SegmentRecord } from '../segment.js';
import { CLOCK } from '../../tokens.js';
import { RecountReadModel } from './recount.read-model.js';

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

/** Counts segments anew and compares: changes of leads that are on their way show as differences until they have arrived. */
@Injectable()
export class SegmentVerificationService {
  constructor(
    private readonly segments: SegmentRepository,
    private readonly customFields: CustomFieldsService,
    private readonly contexts: FilterContextService,
    private readonly recounts: RecountReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
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
    return { segmentId, name, ...(await this.recounts.compare(tx, tx.tenantId, question)) };
  }
}
