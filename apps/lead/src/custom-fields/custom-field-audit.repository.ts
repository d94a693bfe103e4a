import { Injectable } from '@nestjs/common';
import { currentContext, type Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { FieldChange } from '../lead/lead.js';

export type CustomFieldAction = 'created' | 'updated' | 'removed';

/** One change of a definition. */
export interface CustomFieldStep {
  readonly fieldId: Uuid;
  /** After the change; of a removal one more than the last. */
  readonly version: number;
  readonly action: CustomFieldAction;
  readonly changes: readonly FieldChange[];
  readonly at: Date;
}

/** A change as it was recorded, with who made it. */
export type RecordedStep = CustomFieldStep & { readonly actorKind: string; readonly actorId: string; readonly requestId: string };

const INSERT: Statement = {
  name: 'custom-field-audit-insert',
  text: `INSERT INTO custom_field_audit (tenant_id, field_id, version, action, changes, actor_kind, actor_id, request_id, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
};

const FIND_PAGE: Statement = {
  name: 'custom-field-audit-find-page',
  text: `SELECT field_id AS "fieldId", version, action, changes, actor_kind AS "actorKind", actor_id AS "actorId", request_id AS "requestId", recorded_at AS at
         FROM custom_field_audit WHERE tenant_id = $1 AND field_id = $2 AND version < $3 ORDER BY version DESC LIMIT $4`,
};

/** What happened to definitions, for ever. */
@Injectable()
export class CustomFieldAuditRepository {
  /** Who did it comes from the ambient context. */
  async create(tx: Tx, tenantId: Uuid, { fieldId, version, action, changes, at }: CustomFieldStep): Promise<void> {
    const { actor = { kind: 'service', id: 'lead' }, requestId = '' } = currentContext() ?? {};
    await tx.execute(INSERT, [tenantId, fieldId, version, action, JSON.stringify(changes), actor.kind, actor.id, requestId, at]);
  }

  /** Latest first. */
  findPage(tx: Tx, tenantId: Uuid, fieldId: Uuid, page: { readonly before: number; readonly limit: number }): Promise<RecordedStep[]> {
    return tx.query<RecordedStep>(FIND_PAGE, [tenantId, fieldId, page.before, page.limit]);
  }
}
