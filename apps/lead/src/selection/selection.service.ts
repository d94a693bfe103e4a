import { Inject, Injectable } from '@nestjs/common';
import type { Lead, SearchLeads } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import type { CustomFieldKey } from '../custom-fields/custom-field.js';
import { CustomFieldsService } from '../custom-fields/store/custom-fields.service.js';
import { FilterContextService } from '../facts/filter-context.service.js';
import { type FieldRegistry, fieldRegistry } from '../filter/fields/field-registry.rules.js';
import type { LeadRecord } from '../lead/lead.js';
import type { LeadPosition } from '../lead/lead-order.js';
import { cursorShape } from '../lead/lead-order.rules.js';
import { presentLead } from '../lead/present-lead.rules.js';
import { PageScoreService } from '../scoring/lead-score/page-score.service.js';
import { TagsService } from '../tags/store/tags.service.js';
import { HeldSettingsService } from '../settings/store/held-settings.service.js';
import { CLOCK } from '../tokens.js';
import { selectionErrors } from './selection.errors.js';
import { type SelectionPage, SelectionReadModel } from './selection.read-model.js';
import { hasOrder, positionOf, readSelection, UNSUITED_SORT } from './selection.rules.js';
import type { Selection } from './selection.js';

/** Leads of one batch, and what their custom values are shown by. */
export interface LeadBatch {
  readonly leads: readonly LeadRecord[];
  readonly customFields: readonly CustomFieldKey[];
}

export interface LeadPage {
  readonly items: readonly Lead[];
  readonly nextCursor: string | null;
}

interface SelectionReading {
  readonly registry: FieldRegistry;
  readonly keys: readonly CustomFieldKey[];
  readonly selection: Selection;
}

/** Finds the leads that satisfy a filter. */
@Injectable()
export class SelectionService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly customFields: CustomFieldsService,
    private readonly tags: TagsService,
    private readonly settings: HeldSettingsService,
    private readonly selections: SelectionReadModel,
    private readonly contexts: FilterContextService,
    private readonly pageScores: PageScoreService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `LEAD.SEARCH_INVALID`, `HTTP.BAD_CURSOR` */
  search({ filter, sort, limit, cursor, include }: SearchLeads): Promise<LeadPage> {
    const after = cursor === undefined ? undefined : decodeCursor(cursorShape(sort), cursor);
    return this.database.read(async (tx) => {
      const { registry, keys, selection } = await this.read(tx, { filter, sort });
      const scoreTenthsSql = await this.contexts.scoreSql(tx, selection.filter, registry);
      const page = { limit: limit + 1, after, now: this.clock.now(), scoreTenthsSql };
      const found = await this.selections.findPage(tx, tx.tenantId, registry, selection, page);
      const leads = found.slice(0, limit);
      const last = found.length > limit ? leads.at(-1) : undefined;
      const shownBy = await this.customFields.keysOf(tx, leads, keys);
      const scores = include?.includes('score') ? await this.pageScores.of(tx, leads) : undefined;
      return {
        items: leads.map((lead) => ({ ...presentLead(lead, shownBy), ...scores?.get(lead.leadId) })),
        nextCursor: last ? encodeCursor({ sort, ...positionOf(last, selection.order) }) : null,
      };
    });
  }

  /**
   * All leads of a selection, batch by batch, each read by itself: nothing is held while a batch is worked on, and a lead that is
   * changed meanwhile is given as it is when its turn comes.
   * @param stated filter and sort as a client states them; sorted by `id` no lead that lives all the while is missed or given twice
   * @throws DomainError `LEAD.SEARCH_INVALID`
   */
  async *select(
    tenantId: Uuid,
    stated: { readonly filter?: unknown; readonly sort?: string },
    batchSize = 1_000,
  ): AsyncGenerator<LeadBatch, void, undefined> {
    const now = this.clock.now();
    const { selection } = await this.database.readInTenant(tenantId, (tx) => this.read(tx, stated));
    let after: LeadPosition | undefined;
    for (;;) {
      const page = { limit: batchSize, after, now };
      const batch = await this.database.readInTenant(tenantId, (tx) => this.readBatch(tx, selection, page));
      const last = batch.leads.at(-1);
      if (last === undefined) return;
      yield batch;
      if (batch.leads.length < batchSize) return;
      after = positionOf(last, selection.order);
    }
  }

  /** By the definitions of now: a field may have lost its index since the batch before. */
  private async readBatch(tx: Tx, selection: Selection, page: SelectionPage): Promise<LeadBatch> {
    const customFields = await this.customFields.find(tx);
    const registry = fieldRegistry(customFields);
    if (!hasOrder(registry, selection.order)) throw selectionErrors.SEARCH_INVALID({ errors: [UNSUITED_SORT] });
    const scoreTenthsSql = await this.contexts.scoreSql(tx, selection.filter, registry);
    const leads = await this.selections.findPage(tx, tx.tenantId, registry, selection, { ...page, scoreTenthsSql });
    return { leads, customFields: await this.customFields.keysOf(tx, leads, customFields) };
  }

  private async read(tx: Tx, stated: { readonly filter?: unknown; readonly sort?: string | undefined }): Promise<SelectionReading> {
    const [definitions, tags, vocabulary] = await Promise.all([this.customFields.find(tx), this.tags.find(tx), this.settings.find(tx)]);
    const registry = fieldRegistry(definitions, tags, { derived: true, vocabulary });
    const read = readSelection(registry, stated);
    if ('errors' in read) throw selectionErrors.SEARCH_INVALID({ errors: read.errors });
    return { registry, keys: definitions, selection: read.selection };
  }
}
