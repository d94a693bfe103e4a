import type { ListOptOutReviewsQuery, OptOutReview } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import { TenantDatabase } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { complianceErrors } from '../../compliance.errors.js';
import { OptOutReviewReadModel } from './opt-out-review.read-model.js';

const position = z.strictObject({ id: z.uuid() });

/** Opt-outs that were found, those at which a person must look among them. */
@Injectable()
export class OptOutQueueService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly readModel: OptOutReviewReadModel,
  ) {}

  async get(id: string): Promise<OptOutReview> {
    const review = await this.database.read((tx) => this.readModel.findById(tx, tx.tenantId, id));
    if (!review) throw complianceErrors.OPT_OUT_REVIEW_NOT_FOUND();
    return review;
  }

  async list({ state, leadId, limit, cursor }: ListOptOutReviewsQuery): Promise<{ items: OptOutReview[]; nextCursor: string | null }> {
    const before = cursor === undefined ? undefined : decodeCursor(position, cursor).id;
    const rows = await this.database.read((tx) => this.readModel.findPage(tx, tx.tenantId, { state, leadId, before, limit: limit + 1 }));
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > limit && last ? encodeCursor({ id: last.id }) : null };
  }
}
