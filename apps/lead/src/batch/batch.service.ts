import { Inject, Injectable } from '@nestjs/common';
import type { LeadBatchResult } from '@leadstream/contracts';
import type { Clock, IdSource } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { CustomIndexService } from '../custom-fields/index/custom-index.service.js';
import { uniqueValues } from '../custom-fields/index/indexed-values.rules.js';
import { CustomFactsService } from '../lead-store/custom-facts.service.js';
import { identifiersOf, LeadLookupRepository } from '../lead-store/lead-lookup.repository.js';
import { LeadSaveService, untilNotOvertaken } from '../lead-store/lead-save.service.js';
import { SettingsService } from '../settings/settings.service.js';
import { CLOCK, IDS } from '../tokens.js';
import { applyItems } from './apply-items.rules.js';
import { type ItemReading, type ParsedItem, parseItem, readItem, statementOf } from './batch-item.js';

/** Many changes in one transaction: each item goes in whole or not at all, and sees what the items above it did. */
@Injectable()
export class BatchService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly leads: LeadLookupRepository,
    private readonly saves: LeadSaveService,
    private readonly facts: CustomFactsService,
    private readonly index: CustomIndexService,
    private readonly settings: SettingsService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @param items as the caller sent them */
  async change(items: readonly unknown[]): Promise<LeadBatchResult[]> {
    const now = this.clock.now();
    const { phoneRegion } = await this.settings.read();
    const parsed = items.map(parseItem);
    return untilNotOvertaken(() => this.database.write((tx) => this.write(tx, parsed, { phoneRegion, now })));
  }

  private async write(tx: Tx, parsed: readonly ParsedItem[], reading: Omit<ItemReading, 'facts'>): Promise<LeadBatchResult[]> {
    const facts = await this.facts.gather(tx, parsed.map(statementOf));
    const items = parsed.map((item) => readItem(item, { ...reading, facts }));
    const ids = items.flatMap((item) => ('id' in item ? [item.id] : []));
    const claimed = items.flatMap((item) => ('claims' in item ? [item.claims] : []));
    const values = claimed.flatMap(({ customFields = {} }) => uniqueValues(facts.definitions, customFields));
    const holders = (await this.index.findClaimed(tx, values)).map(({ leadId }) => leadId);
    const existing = await this.leads.findByIdsOrIdentifiers(tx, tx.tenantId, [...ids, ...holders], identifiersOf(claimed));
    const { results, ...effect } = applyItems(items, existing, { ids: this.ids, now: reading.now, importId: null, facts });
    await this.saves.saveAll(tx, effect);
    return results;
  }
}
