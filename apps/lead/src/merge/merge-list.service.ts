import { Injectable } from '@nestjs/common';
import type { LeadMerge, ListLeadMergesQuery } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { z } from 'zod';
import { CustomFieldsService } from '../custom-fields/store/custom-fields.service.js';
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
    private readonly customFields: CustomFieldsService,
  ) {}

  /** @throws DomainError `LEAD.MERGE_NOT_FOUND` */
  async read(mergeId: Uuid): Promise<LeadMerge> {
    const { merge, keys } = await this.database.read(async (tx) => ({
      merge: await this.merges.findById(tx, tx.tenantId, mergeId),
      keys: await this.customFields.keys(tx),
    }));
    if (!merge) throw mergeErrors.MERGE_NOT_FOUND();
    return presentMerge(merge, keys);
  }

  async list({ limit, cursor, leadId }: ListLeadMergesQuery): Promise<MergePage> {
    const before = cursor === undefined ? undefined : decodeCursor(position, cursor).before;
    const { found, keys } = await this.database.read(async (tx) => ({
      found: await this.merges.findPage(tx, tx.tenantId, limit + 1, leadId, before),
      keys: await this.customFields.keys(tx),
    }));
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return { items: page.map((merge) => presentMerge(merge, keys)), nextCursor: last ? encodeCursor({ before: last.mergeId }) : null };
  }
}
