import { Inject, Injectable } from '@nestjs/common';
import type { PreviewSegment, SegmentPreview } from '@leadstream/contracts';
import type { Clock, FieldProblem } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { CustomFieldsService } from '../custom-fields/store/custom-fields.service.js';
import { FilterContextService } from '../facts/filter-context.service.js';
import { describeFilter } from '../filter/describe-filter.rules.js';
import { presentLead } from '../lead/present-lead.rules.js';
import { SelectionReadModel } from '../selection/selection.read-model.js';
import { CLOCK } from '../tokens.js';
import { segmentErrors } from './segment.errors.js';
import { acceptFilter } from './segment.rules.js';
import { SegmentAccessService } from './store/segment-access.service.js';

/** Shows whom a filter finds before it is saved. */
@Injectable()
export class PreviewSegmentService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly access: SegmentAccessService,
    private readonly selections: SelectionReadModel,
    private readonly contexts: FilterContextService,
    private readonly customFields: CustomFieldsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `LEAD.SEGMENT_INVALID` */
  preview({ filter: stated, sample }: PreviewSegment): Promise<SegmentPreview> {
    return this.database.read(async (tx) => {
      const registry = await this.access.registry(tx);
      const problems: FieldProblem[] = [];
      const read = acceptFilter(registry, stated, problems);
      if (read === undefined) throw segmentErrors.SEGMENT_INVALID({ errors: problems });
      const { filter } = read;
      const scoreTenthsSql = await this.contexts.scoreSql(tx, filter, registry);
      const page = { limit: sample, now: this.clock.now(), scoreTenthsSql };
      const order = { column: 'createdAt', descending: true } as const;
      const [count, leads] = await Promise.all([
        this.selections.count(tx, tx.tenantId, registry, filter, page),
        sample === 0 ? [] : this.selections.findPage(tx, tx.tenantId, registry, { filter, order }, page),
      ]);
      const keys = await this.customFields.keysOf(tx, leads);
      return { count, sample: leads.map((lead) => presentLead(lead, keys)), sentence: describeFilter(filter, registry) };
    });
  }
}
