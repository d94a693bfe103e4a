import { Inject, Injectable } from '@nestjs/common';
import type { LeadBatchResult } from '@leadstream/contracts';
import type { Clock, IdSource } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { identifiersOf, LeadRepository } from '../lead-store/lead.repository.js';
import { LeadSaveService, untilNotOvertaken } from '../lead-store/lead-save.service.js';
import { SettingsService } from '../settings/settings.service.js';
import { CLOCK, IDS } from '../tokens.js';
import { applyItems } from './apply-items.rules.js';
import { type ReadItem, readItem } from './batch-item.js';

/** Many changes in one transaction: each item goes in whole or not at all, and sees what the items above it did. */
@Injectable()
export class BatchService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly leads: LeadRepository,
    private readonly saves: LeadSaveService,
    private readonly settings: SettingsService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @param items as the caller sent them */
  async change(items: readonly unknown[]): Promise<LeadBatchResult[]> {
    const now = this.clock.now();
    const { phoneRegion } = await this.settings.read();
    const read = items.map((item) => readItem(item, phoneRegion, now));
    return untilNotOvertaken(() => this.database.write((tx) => this.write(tx, read, now)));
  }

  private async write(tx: Tx, items: readonly ReadItem[], now: Date): Promise<LeadBatchResult[]> {
    const ids = items.flatMap((item) => ('id' in item ? [item.id] : []));
    const claimed = items.flatMap((item) => ('claims' in item ? [item.claims] : []));
    const existing = await this.leads.findByIdsOrIdentifiers(tx, tx.tenantId, ids, identifiersOf(claimed));
    const { results, ...effect } = applyItems(items, existing, { ids: this.ids, now, importId: null });
    await this.saves.saveAll(tx, effect);
    return results;
  }
}
