import { Injectable } from '@nestjs/common';
import type { CreateExport, ExportColumn } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';
import { CustomFieldsService } from '../custom-fields/store/custom-fields.service.js';
import { FilterContextService } from '../facts/filter-context.service.js';
import { type Bind, BoundBy } from '../filter/sql/bound-by.js';
import { filterSql } from '../filter/sql/filter-sql.rules.js';
import { listConditions } from '../profile/lead-list.read-model.js';
import { memberConditionSql } from '../segments/store/member-condition.rules.js';
import { SegmentAccessService } from '../segments/store/segment-access.service.js';
import { HeldSettingsService } from '../settings/store/held-settings.service.js';
import { TagsService } from '../tags/store/tags.service.js';
import {
  type AskedCondition,
  askedOf,
  asksForMetadata,
  columnsOf,
  type ExportNames,
  MOST_COLUMNS,
  mustHaveOrder,
  registryOf,
  selectionOf,
} from './export-selection.rules.js';
import type { ExportRecord } from './lead-export.js';
import { LeadRowsReadModel, type LeadSelection } from './store/lead-rows.read-model.js';

/** What a file is to hold. */
export interface ExportContent {
  readonly columns: readonly ExportColumn[];
  readonly selection: LeadSelection;
}

/** What an export asks for, in terms of the leads and fields that there are. */
@Injectable()
export class ExportSelectionService {
  constructor(
    private readonly leads: LeadRowsReadModel,
    private readonly customFields: CustomFieldsService,
    private readonly tags: TagsService,
    private readonly settings: HeldSettingsService,
    private readonly contexts: FilterContextService,
    private readonly segments: SegmentAccessService,
  ) {}

  /** @throws DomainError `LEAD.EXPORT_INVALID`, `LEAD.SEGMENT_NOT_FOUND` for what no file can be made of */
  async asked(
    tx: Tx,
    { columns = [], query, filter, segmentId }: Pick<CreateExport, 'columns' | 'query' | 'filter' | 'segmentId'>,
  ): Promise<AskedCondition[]> {
    const conditions = askedOf(await this.names(tx), columns, query, filter);
    if (segmentId !== undefined) await this.segments.find(tx, segmentId);
    return conditions;
  }

  /**
   * @param now what relative tests count from, and what scores are of, from the first lead of the file to the last
   * @throws DomainError `LEAD.EXPORT_INVALID` where filter or sort name a field that is gone by now, `LEAD.SEGMENT_NOT_FOUND` also for a caller
   *   who may not see the segment
   */
  async contentOf(tx: Tx, { columns: asked, query, filter: stated, segmentId }: ExportRecord, now: Date): Promise<ExportContent> {
    if (segmentId !== undefined) await this.segments.find(tx, segmentId);
    const names = await this.names(tx);
    const registry = registryOf(names);
    const { filter, order } = selectionOf(registry, { filter: stated, sort: query.sort });
    const scoreTenthsSql = asked.includes('score')
      ? await this.contexts.modelSql(tx, registry)
      : await this.contexts.scoreSql(tx, filter, registry);
    const context = { registry, now, scoreTenthsSql };
    const ofQuery = (bind: Bind) => [
      ...listConditions(query, bind),
      ...(segmentId === undefined ? [] : [memberConditionSql(`${bind(segmentId)}::uuid`)]),
    ];
    const members = asksForMetadata(asked) ? await this.leads.findMetadataNames(tx, tx.tenantId, ofQuery, MOST_COLUMNS + 1) : [];
    return {
      columns: columnsOf(asked, names.definitions, members),
      selection: {
        definitions: names.definitions,
        derived: context,
        conditions: (bind) => [...ofQuery(bind), filterSql(filter, { ...context, binds: new BoundBy(bind) })],
        order,
        deleted: query.deleted === 'true',
        checkOrder: 'column' in order ? undefined : async (page) => mustHaveOrder(await this.customFields.find(page), order),
      },
    };
  }

  private async names(tx: Tx): Promise<ExportNames> {
    const [definitions, tags, vocabulary] = await Promise.all([this.customFields.find(tx), this.tags.find(tx), this.settings.find(tx)]);
    return { definitions, tags, vocabulary };
  }
}
