import { Injectable } from '@nestjs/common';
import { currentContext, type Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { ModelStep, ScoringModelRecord } from './scoring-model.js';

const COLUMNS = `model_id AS "modelId", number, version, name, status, weights, created_at AS "createdAt", activated_at AS "activatedAt", retired_at AS "retiredAt"`;
const FROM_TENANT = `SELECT ${COLUMNS} FROM scoring_model WHERE tenant_id = $1`;

const FIND: Statement = { name: 'scoring-model-find', text: `${FROM_TENANT} AND model_id = $2` };
const FIND_ACTIVE: Statement = { name: 'scoring-model-active', text: `${FROM_TENANT} AND status = 'active'` };
const FIND_USED: Statement = { name: 'scoring-model-used', text: `${FROM_TENANT} AND activated_at IS NOT NULL ORDER BY activated_at DESC` };
const FIND_PAGE: Statement = { name: 'scoring-model-page', text: `${FROM_TENANT} AND number < $2 ORDER BY number DESC LIMIT $3` };

// In the order of numbers, so that two activations never wait for each other.
const LOCK_WITH_ACTIVE: Statement = {
  name: 'scoring-model-lock',
  text: `${FROM_TENANT} AND (model_id = $2 OR status = 'active') ORDER BY number FOR UPDATE`,
};

// Who numbers or activates models of a tenant does so one after the other: there may be no row yet that could be locked.
const HOLD: Statement = {
  name: 'scoring-model-hold',
  text: `SELECT pg_advisory_xact_lock(hashtextextended('scoring-model:' || $1::uuid, 0))`,
};

const COUNT_OPEN: Statement = {
  name: 'scoring-model-count',
  text: `SELECT coalesce(max(number), 1) AS "lastNumber", count(*) FILTER (WHERE status IN ('draft', 'rehearsed'))::integer AS open
         FROM scoring_model WHERE tenant_id = $1`,
};

const INSERT: Statement = {
  name: 'scoring-model-insert',
  text: `INSERT INTO scoring_model (tenant_id, model_id, number, version, name, status, weights, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
};

const UPDATE: Statement = {
  name: 'scoring-model-update',
  text: `UPDATE scoring_model SET version = $3, name = $4, status = $5, weights = $6, activated_at = $7, retired_at = $8,
           judged_up_to = CASE WHEN $5 = 'active' THEN '00000000-0000-0000-0000-000000000000'::uuid END
         WHERE tenant_id = $1 AND model_id = $2`,
};

const INSERT_AUDIT: Statement = {
  name: 'scoring-model-audit-insert',
  text: `INSERT INTO scoring_model_audit (tenant_id, model_id, version, action, changes, actor_kind, actor_id, request_id, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
};

/** Scoring models as rows, each version with its audit. The model that every tenant begins with has none. */
@Injectable()
export class ScoringModelRepository {
  findById(tx: Tx, tenantId: Uuid, modelId: Uuid): Promise<ScoringModelRecord | undefined> {
    return tx.queryOne<ScoringModelRecord>(FIND, [tenantId, modelId]);
  }

  findActive(tx: Tx, tenantId: Uuid): Promise<ScoringModelRecord | undefined> {
    return tx.queryOne<ScoringModelRecord>(FIND_ACTIVE, [tenantId]);
  }

  /** Models that are or were active, latest first. */
  findUsed(tx: Tx, tenantId: Uuid): Promise<ScoringModelRecord[]> {
    return tx.query<ScoringModelRecord>(FIND_USED, [tenantId]);
  }

  /** Latest first. */
  findPage(tx: Tx, tenantId: Uuid, beforeNumber: number, limit: number): Promise<ScoringModelRecord[]> {
    return tx.query<ScoringModelRecord>(FIND_PAGE, [tenantId, beforeNumber, limit]);
  }

  /** No other transaction that asks the same goes on before this one ends. */
  async hold(tx: Tx, tenantId: Uuid): Promise<void> {
    await tx.execute(HOLD, [tenantId]);
  }

  /** A model and the active one, locked. */
  findForUpdate(tx: Tx, tenantId: Uuid, modelId: Uuid): Promise<ScoringModelRecord[]> {
    return tx.query<ScoringModelRecord>(LOCK_WITH_ACTIVE, [tenantId, modelId]);
  }

  async count(tx: Tx, tenantId: Uuid): Promise<{ readonly lastNumber: number; readonly open: number }> {
    const counted = await tx.queryOne<{ lastNumber: number; open: number }>(COUNT_OPEN, [tenantId]);
    return counted ?? { lastNumber: 1, open: 0 };
  }

  /** To be called while the tenant's models are held. */
  async create(tx: Tx, tenantId: Uuid, step: ModelStep): Promise<void> {
    const { modelId, number, version, name, status, weights, createdAt } = step.model;
    await tx.execute(INSERT, [tenantId, modelId, number, version, name, status, JSON.stringify(weights), createdAt]);
    await this.createAudit(tx, tenantId, step);
  }

  /** A model that becomes active has all leads to be judged by it. */
  async update(tx: Tx, tenantId: Uuid, step: ModelStep): Promise<void> {
    const { modelId, version, name, status, weights, activatedAt, retiredAt } = step.model;
    await tx.execute(UPDATE, [tenantId, modelId, version, name, status, JSON.stringify(weights), activatedAt, retiredAt]);
    await this.createAudit(tx, tenantId, step);
  }

  /** Who did it comes from the ambient context; without one it was a timed job. */
  private async createAudit(tx: Tx, tenantId: Uuid, { model, action, changes, at }: ModelStep): Promise<void> {
    const { actor = { kind: 'service', id: 'lead' }, requestId = '' } = currentContext() ?? {};
    const values = [model.modelId, model.version, action, JSON.stringify(changes), actor.kind, actor.id, requestId, at];
    await tx.execute(INSERT_AUDIT, [tenantId, ...values]);
  }
}
