import { Injectable } from '@nestjs/common';
import type { Actor, Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { ModelUse } from './trained-model.js';

const COLUMNS = `use_id AS "useId", model_id AS "modelId", activated_at AS "activatedAt", activated_by_kind AS "activatedByKind",
  activated_by_id AS "activatedById", deactivated_at AS "deactivatedAt", deactivated_by_kind AS "deactivatedByKind", deactivated_by_id AS "deactivatedById"`;

const FIND_OPEN: Statement = {
  name: 'trained-model-use-open',
  text: `SELECT ${COLUMNS} FROM trained_model_use WHERE tenant_id = $1 AND deactivated_at IS NULL`,
};

const FIND_PAGE: Statement = {
  name: 'trained-model-use-page',
  text: `SELECT ${COLUMNS} FROM trained_model_use
         WHERE tenant_id = $1 AND model_id = $2 AND ($3::timestamptz IS NULL OR (activated_at, use_id) < ($3, $4::uuid))
         ORDER BY activated_at DESC, use_id DESC LIMIT $5`,
};

const CREATE = `INSERT INTO trained_model_use (tenant_id, use_id, model_id, activated_at, activated_by_kind, activated_by_id) VALUES ($1, $2, $3, $4, $5, $6)`;

// Clocks of two processes may differ: an end is never before its start.
const END = `UPDATE trained_model_use SET deactivated_at = greatest($3, activated_at), deactivated_by_kind = $4, deactivated_by_id = $5
  WHERE tenant_id = $1 AND use_id = $2`;

/** A page of uses begins behind this one. */
export interface UsePosition {
  readonly activatedAt: string;
  readonly useId: Uuid;
}

/** When trained models were active. */
@Injectable()
export class ModelUseRepository {
  /** The one that has not ended. */
  findOpen(tx: Tx, tenantId: Uuid): Promise<ModelUse | undefined> {
    return tx.queryOne<ModelUse>(FIND_OPEN, [tenantId]);
  }

  /** Of one model, latest first. */
  findPage(tx: Tx, tenantId: Uuid, modelId: Uuid, limit: number, after: UsePosition | undefined): Promise<ModelUse[]> {
    return tx.query<ModelUse>(FIND_PAGE, [tenantId, modelId, after?.activatedAt ?? null, after?.useId ?? null, limit]);
  }

  async create(tx: Tx, tenantId: Uuid, useId: Uuid, modelId: Uuid, by: Actor, at: Date): Promise<void> {
    await tx.execute(CREATE, [tenantId, useId, modelId, at, by.kind, by.id]);
  }

  async updateToEnded(tx: Tx, tenantId: Uuid, useId: Uuid, by: Actor, at: Date): Promise<void> {
    await tx.execute(END, [tenantId, useId, at, by.kind, by.id]);
  }
}
