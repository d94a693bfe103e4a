import type { AuditTrailPage, ListAuditTrailQuery } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import { currentContext } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { currentTenantId } from '../../current-tenant.js';
import { CheckpointRepository } from '../checkpoints/checkpoint.repository.js';
import { AuditTrailReadModel } from './audit-trail.read-model.js';
import { PersonalFieldsService } from './personal-fields.service.js';
import { bodyOf, presentEntry } from './present-entry.rules.js';
import { conditionsOf } from './trail-filter.rules.js';

const mark = z.strictObject({ before: z.int().min(1), notAfter: z.iso.datetime() });

/** Answers who did what, to whom, when. */
@Injectable()
export class AuditSearchService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly entries: AuditTrailReadModel,
    private readonly checkpoints: CheckpointRepository,
    private readonly personal: PersonalFieldsService,
  ) {}

  async list({ limit, cursor, ...filter }: ListAuditTrailQuery): Promise<AuditTrailPage> {
    const after = cursor === undefined ? undefined : decodeCursor(mark, cursor);
    const [found, begin] = await this.database.read((tx) =>
      Promise.all([this.entries.findPage(tx, conditionsOf(filter, after), limit + 1), this.checkpoints.findBegin(tx, tx.tenantId)]),
    );
    const page = found.slice(0, limit).map((entry) => ({ entry, body: bodyOf(entry) }));
    const shown = await this.personal.open(currentTenantId(), page, currentContext()?.scopes ?? []);
    const items = page.map(({ entry, body }, index) =>
      presentEntry(entry, body, shown[index] ?? { personalState: 'withheld', personal: null }),
    );
    const last = items.at(-1);
    return {
      items,
      nextCursor: last !== undefined && found.length > limit ? encodeCursor({ before: last.sequence, notAfter: last.recordedAt }) : null,
      beginsAt: (begin?.sequence ?? 0) + 1,
    };
  }
}
