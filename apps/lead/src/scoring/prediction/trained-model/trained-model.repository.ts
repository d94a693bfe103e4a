import { Injectable } from '@nestjs/common';
import type { RequestContext, Uuid } from '@leadstream/kernel';
import type { Statement, SystemTx, Tx } from '@leadstream/persistence';
import type { LeadModel, TrainingReport } from '../features/lead-model.js';
import type { ModelInUse, TrainedModelHead, TrainedModelRecord } from './trained-model.js';

const HEAD_COLUMNS = `m.model_id AS "modelId", m.number, m.version, m.status, m.won, m.lost, m.excluded, m.attempts, m.failure, m.report,
  m.created_at AS "createdAt", m.trained_at AS "trainedAt",
  EXISTS (SELECT FROM trained_model_use u WHERE u.tenant_id = m.tenant_id AND u.model_id = m.model_id AND u.deactivated_at IS NULL) AS active`;
const HEADS = `SELECT ${HEAD_COLUMNS} FROM trained_model m WHERE m.tenant_id = $1`;

const FIND: Statement = {
  name: 'trained-model-find',
  text: `SELECT ${HEAD_COLUMNS}, m.learned FROM trained_model m WHERE m.tenant_id = $1 AND m.model_id = $2`,
};
const FIND_HEAD: Statement = { name: 'trained-model-head', text: `${HEADS} AND m.model_id = $2` };
const FIND_PAGE: Statement = { name: 'trained-model-page', text: `${HEADS} AND m.number < $2 ORDER BY m.number DESC LIMIT $3` };
const FIND_WAITING: Statement = { name: 'trained-model-waiting', text: `${HEADS} AND m.status = 'waiting'` };
const LOCK_WAITING: Statement = { name: 'trained-model-lock-waiting', text: `${FIND_WAITING.text} FOR UPDATE OF m` };

const FIND_IN_USE: Statement = {
  name: 'trained-model-in-use',
  text: `SELECT m.model_id AS "modelId", m.number, m.learned, m.report, m.trained_at AS "trainedAt"
         FROM trained_model_use u JOIN trained_model m ON m.tenant_id = u.tenant_id AND m.model_id = u.model_id
         WHERE u.tenant_id = $1 AND u.activated_at <= $2 AND (u.deactivated_at IS NULL OR u.deactivated_at > $2)
         ORDER BY u.activated_at DESC, u.use_id DESC LIMIT 1`,
};

// Who numbers or activates trained models of a tenant does so one after the other: there may be no row yet that could be locked.
const HOLD: Statement = {
  name: 'trained-model-hold',
  text: `SELECT pg_advisory_xact_lock(hashtextextended('trained-model:' || $1::uuid, 0))`,
};

const CREATE: Statement = {
  name: 'trained-model-create',
  text: `INSERT INTO trained_model (tenant_id, model_id, number, won, lost, excluded, actor_kind, actor_id, request_id, created_at)
         SELECT $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7, $8, $9 FROM trained_model WHERE tenant_id = $1`,
};

const BEGIN = `UPDATE trained_model SET attempts = attempts + 1 WHERE tenant_id = $1 AND model_id = $2`;
const TRAINED = `UPDATE trained_model SET status = 'trained', learned = $3, report = $4, trained_at = $5, version = version + 1
  WHERE tenant_id = $1 AND model_id = $2 AND status = 'waiting'`;
const FAILED = `UPDATE trained_model SET status = 'failed', failure = $3, version = version + 1
  WHERE tenant_id = $1 AND model_id = $2 AND status = 'waiting'`;
const USED = `UPDATE trained_model SET version = version + 1 WHERE tenant_id = $1 AND model_id = $2`;

/** A model to be trained, as it was asked for. */
export type StatedTraining = Pick<TrainedModelHead, 'modelId' | 'won' | 'lost' | 'excluded' | 'createdAt'>;

/** Trained models as rows. */
@Injectable()
export class TrainedModelRepository {
  findById(tx: Tx, tenantId: Uuid, modelId: Uuid): Promise<TrainedModelRecord | undefined> {
    return tx.queryOne<TrainedModelRecord>(FIND, [tenantId, modelId]);
  }

  findHead(tx: Tx, tenantId: Uuid, modelId: Uuid): Promise<TrainedModelHead | undefined> {
    return tx.queryOne<TrainedModelHead>(FIND_HEAD, [tenantId, modelId]);
  }

  /** Latest first. */
  findPage(tx: Tx, tenantId: Uuid, beforeNumber: number, limit: number): Promise<TrainedModelHead[]> {
    return tx.query<TrainedModelHead>(FIND_PAGE, [tenantId, beforeNumber, limit]);
  }

  /** The one that is not trained yet. */
  findWaiting(tx: Tx, tenantId: Uuid): Promise<TrainedModelHead | undefined> {
    return tx.queryOne<TrainedModelHead>(FIND_WAITING, [tenantId]);
  }

  findWaitingForUpdate(tx: Tx, tenantId: Uuid): Promise<TrainedModelHead | undefined> {
    return tx.queryOne<TrainedModelHead>(LOCK_WAITING, [tenantId]);
  }

  /** The one that was active at an instant. */
  findInUse(tx: Tx, tenantId: Uuid, at: Date): Promise<ModelInUse | undefined> {
    return tx.queryOne<ModelInUse>(FIND_IN_USE, [tenantId, at]);
  }

  /** No other transaction that asks the same goes on before this one ends. */
  async hold(tx: Tx, tenantId: Uuid): Promise<void> {
    await tx.execute(HOLD, [tenantId]);
  }

  /** Under the next number; to be called while the tenant's models are held. */
  async create(tx: Tx, tenantId: Uuid, { modelId, won, lost, excluded, createdAt }: StatedTraining, by: RequestContext): Promise<void> {
    await tx.execute(CREATE, [tenantId, modelId, won, lost, excluded, by.actor.kind, by.actor.id, by.requestId, createdAt]);
  }

  async updateToBegun(tx: Tx, tenantId: Uuid, modelId: Uuid): Promise<void> {
    await tx.execute(BEGIN, [tenantId, modelId]);
  }

  /** @returns whether it still waited */
  async updateToTrained(tx: Tx, tenantId: Uuid, modelId: Uuid, learned: LeadModel, report: TrainingReport, at: Date): Promise<boolean> {
    return (await tx.execute(TRAINED, [tenantId, modelId, JSON.stringify(learned), JSON.stringify(report), at])) > 0;
  }

  /** @returns whether it still waited */
  async updateToFailed(tx: Tx, tenantId: Uuid, modelId: Uuid, failure: NonNullable<TrainedModelHead['failure']>): Promise<boolean> {
    return (await tx.execute(FAILED, [tenantId, modelId, failure])) > 0;
  }

  /** It became active, or is not active any more. */
  async updateToUsed(tx: Tx, tenantId: Uuid, modelId: Uuid): Promise<void> {
    await tx.execute(USED, [tenantId, modelId]);
  }

  /** Those whose models wait longest. */
  async findTenants(tx: SystemTx, most: number): Promise<Uuid[]> {
    const sql = 'SELECT tenant_id AS "tenantId" FROM tenants_with_models_to_train($1) AS tenant_id';
    return (await tx.query<{ tenantId: Uuid }>(sql, [most])).map(({ tenantId }) => tenantId);
  }
}
