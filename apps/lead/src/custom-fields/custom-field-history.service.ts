import { Injectable } from '@nestjs/common';
import type { CustomFieldChange } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { z } from 'zod';
import { CustomFieldAuditRepository, type RecordedStep } from './custom-field-audit.repository.js';
import { customFieldErrors } from './custom-field.errors.js';

const position = z.strictObject({ before: z.int() });
const AFTER_ALL = 2_147_483_647;

export interface CustomFieldHistoryPage {
  readonly items: readonly CustomFieldChange[];
  readonly nextCursor: string | null;
}

/** What was changed in a custom field, by whom. */
@Injectable()
export class CustomFieldHistoryService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly audits: CustomFieldAuditRepository,
  ) {}

  /** @throws DomainError `LEAD.CUSTOM_FIELD_NOT_FOUND` for what never was a field */
  async list(fieldId: Uuid, { limit, cursor }: { limit: number; cursor?: string | undefined }): Promise<CustomFieldHistoryPage> {
    const before = cursor === undefined ? AFTER_ALL : decodeCursor(position, cursor).before;
    const steps = await this.database.read((tx) => this.audits.findPage(tx, tx.tenantId, fieldId, { before, limit: limit + 1 }));
    if (steps.length === 0 && cursor === undefined) throw customFieldErrors.CUSTOM_FIELD_NOT_FOUND();
    const page = steps.slice(0, limit);
    const last = steps.length > limit ? page.at(-1) : undefined;
    return { items: page.map(presentStep), nextCursor: last ? encodeCursor({ before: last.version }) : null };
  }
}

function presentStep({ version, action, changes, actorKind, actorId, requestId, at }: RecordedStep): CustomFieldChange {
  return { version, action, changes: [...changes], actor: { kind: actorKind, id: actorId }, requestId, recordedAt: at.toISOString() };
}
