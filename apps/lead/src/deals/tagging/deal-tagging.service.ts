import { Inject, Injectable } from '@nestjs/common';
import type { ChangeDealTags, DealFilter, DealTagResult } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { z } from 'zod';
import { LeadEditService } from '../../lead-store/lead-edit.service.js';
import { untilNotOvertaken } from '../../lead-store/lead-save.service.js';
import { MergePointerReadModel } from '../../lead-store/merge-pointer.read-model.js';
import type { TagChange } from '../../tags/tagging/retag.rules.js';
import { CLOCK } from '../../tokens.js';
import { DealSelectionReadModel } from '../store/deal-selection.read-model.js';
import { DealRetagService } from './deal-retag.service.js';

export interface TaggedDeals {
  readonly items: DealTagResult[];
  readonly nextCursor: string | null;
}

const position = z.strictObject({ after: z.uuid() });

/** Puts tags on many deals and takes them off. */
@Injectable()
export class DealTaggingService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly retags: DealRetagService,
    private readonly selections: DealSelectionReadModel,
    private readonly leads: LeadEditService,
    private readonly pointers: MergePointerReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `LEAD.TAG_NOT_FOUND`, `LEAD.NOT_FOUND` of a lead that the filter names, `HTTP.BAD_CURSOR` */
  async change({ dealIds, filter = {}, limit, cursor, add, remove }: ChangeDealTags): Promise<TaggedDeals> {
    if (dealIds !== undefined) return { items: await this.retag(dealIds, { add, remove }), nextCursor: null };
    const after = cursor === undefined ? undefined : decodeCursor(position, cursor).after;
    const found = await this.database.read((tx) => this.select(tx, filter, after, limit + 1));
    const ids = found.slice(0, limit);
    const last = found.length > limit ? ids.at(-1) : undefined;
    return { items: await this.retag(ids, { add, remove }), nextCursor: last ? encodeCursor({ after: last }) : null };
  }

  private async select(tx: Tx, { leadId, ...filter }: DealFilter, after: Uuid | undefined, limit: number): Promise<Uuid[]> {
    if (leadId !== undefined) await this.leads.find(tx, leadId);
    const family = leadId === undefined ? undefined : await this.pointers.findFamily(tx, tx.tenantId, leadId);
    return this.selections.findPage(tx, tx.tenantId, { ...filter, family, isDeleted: false }, { after, limit, now: this.clock.now() });
  }

  /** One transaction; anew when it and others waited for each other. */
  private retag(dealIds: readonly Uuid[], change: TagChange): Promise<DealTagResult[]> {
    return untilNotOvertaken(() => this.database.write((tx) => this.retags.retag(tx, dealIds, change)));
  }
}
