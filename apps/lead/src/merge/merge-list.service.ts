import { Injectable } from '@nestjs/common';
import type { LeadMerge, ListLeadMergesQuery } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { z } from 'zod';
import { mergeErrors } from './merge.errors.js';
import { MergeRepository } from './merge.repository.js';
import { presentMerge } from './present-merge.rules.js';

export interface MergePage {
  readonly items: readonly LeadMerge[];
  readonly nextCursor: string | null;
}

const position = z.strictObject({ before: z.uuid() });

/** What was merged. */
@Injectable()
export class MergeListService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly merges: MergeRepository,
  ) {}

  /** @throws DomainError `LEAD.MERGE_NOT_FOUND` */
  async read(mergeId: Uuid): Promise<LeadMerge> {
    const merge = await this.database.read((tx) => this.merges.findById(tx, tx.tenantId, mergeId));
    if (!merge) throw mergeErrors.MERGE_NOT_FOUND();
    return presentMerge(merge);
  }

  async list({ limit, cursor, leadId }: ListLeadMergesQuery): Promise<MergePage> {
    const before = cursor === undefined ? undefined : decodeCursor(position, cursor).before;
    const found = await this.database.read((tx) => this.merges.findPage(tx, tx.tenantId, limit + 1, leadId, before));
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return { items: page.map(presentMerge), nextCursor: last ? encodeCursor({ before: last.mergeId }) : null };
  }
}
