import { Inject, Injectable } from '@nestjs/common';
import type { ChangeLeadTags, LeadTagResult } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { CustomFieldsService } from '../../custom-fields/store/custom-fields.service.js';
import { LeadRepository } from '../../lead-store/lead.repository.js';
import { LeadSaveService, untilNotOvertaken } from '../../lead-store/lead-save.service.js';
import { SelectionService } from '../../selection/selection.service.js';
import { CLOCK } from '../../tokens.js';
import { TagsService } from '../store/tags.service.js';
import { retag, type TagChange } from './retag.rules.js';

export interface TaggedLeads {
  readonly items: LeadTagResult[];
  readonly nextCursor: string | null;
}

/** Puts tags on many leads and takes them off. */
@Injectable()
export class TaggingService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tags: TagsService,
    private readonly leads: LeadRepository,
    private readonly saves: LeadSaveService,
    private readonly customFields: CustomFieldsService,
    private readonly selections: SelectionService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `LEAD.TAG_NOT_FOUND`, `LEAD.SEARCH_INVALID`, `HTTP.BAD_CURSOR` */
  async change({ leadIds, filter, limit, cursor, add, remove }: ChangeLeadTags): Promise<TaggedLeads> {
    const change = { add, remove };
    if (leadIds !== undefined) return { items: await this.retag(leadIds, change), nextCursor: null };
    const { items: found, nextCursor } = await this.selections.search({ filter, sort: 'id', limit, cursor });
    const ids = found.map(({ id }) => id);
    return { items: await this.retag(ids, change), nextCursor };
  }

  private retag(leadIds: readonly Uuid[], change: TagChange): Promise<LeadTagResult[]> {
    return untilNotOvertaken(() => this.database.write((tx) => this.write(tx, leadIds, change)));
  }

  private async write(tx: Tx, leadIds: readonly Uuid[], change: TagChange): Promise<LeadTagResult[]> {
    // What is taken off may be gone as a tag already.
    await this.tags.hold(tx, change.add);
    const customFields = await this.customFields.hold(tx);
    const found = await this.leads.findAnyForUpdate(tx, tx.tenantId, leadIds);
    const live = found.filter(({ deletedAt }) => deletedAt === null);
    const { results, ...effect } = retag(leadIds, live, change, { now: this.clock.now(), importId: null, customFields });
    await this.saves.saveAll(tx, effect);
    return results;
  }
}
