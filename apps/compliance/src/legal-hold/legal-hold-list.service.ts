import type { LegalHold, ListLegalHoldsQuery } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Clock } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { complianceErrors } from '../compliance.errors.js';
import { CLOCK } from '../tokens.js';
import { LegalHoldReadModel } from './legal-hold.read-model.js';

const position = z.strictObject({ id: z.uuid() });

/** Legal holds, for those who look after them. */
@Injectable()
export class LegalHoldListService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly readModel: LegalHoldReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `COMPLIANCE.LEGAL_HOLD_NOT_FOUND` */
  async get(id: string): Promise<LegalHold> {
    const hold = await this.database.read((tx) => this.readModel.findById(tx, tx.tenantId, id, this.clock.now()));
    if (!hold) throw complianceErrors.LEGAL_HOLD_NOT_FOUND();
    return hold;
  }

  async list({ leadId, state, limit, cursor }: ListLegalHoldsQuery): Promise<{ items: LegalHold[]; nextCursor: string | null }> {
    const before = cursor === undefined ? undefined : decodeCursor(position, cursor).id;
    const filter = { leadId, state, before, limit: limit + 1 };
    const rows = await this.database.read((tx) => this.readModel.findPage(tx, tx.tenantId, filter, this.clock.now()));
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > limit && last ? encodeCursor({ id: last.id }) : null };
  }
}
