import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { PipelineRecord, StageRecord } from './pipeline.js';

const SELECT = `SELECT pipeline_id AS "pipelineId", version, name, is_default AS "isDefault", created_at AS "createdAt", updated_at AS "updatedAt",
    (SELECT jsonb_agg(jsonb_build_object('stageId', s.stage_id, 'name', s.name, 'probability', s.probability, 'closes', s.closes,
                                         'rotsAfterDays', s.rots_after_days) ORDER BY s.place)
     FROM pipeline_stage s WHERE s.tenant_id = pipeline.tenant_id AND s.pipeline_id = pipeline.pipeline_id) AS stages
  FROM pipeline WHERE tenant_id = $1`;

const FIND_ALL: Statement = { name: 'pipeline-find-all', text: `${SELECT} ORDER BY is_default DESC, lower(name)` };
const FIND: Statement = { name: 'pipeline-find', text: `${SELECT} AND pipeline_id = $2` };
const FIND_DEFAULT: Statement = { name: 'pipeline-find-default', text: `${SELECT} AND is_default` };
const FIND_NAMED: Statement = {
  name: 'pipeline-find-named',
  text: 'SELECT pipeline_id AS "pipelineId" FROM pipeline WHERE tenant_id = $1 AND lower(name) = lower($2)',
};
const FIND_FOR_UPDATE: Statement = { name: 'pipeline-find-for-update', text: `${FIND.text} FOR NO KEY UPDATE` };

// Of two that make the default at once one goes on with the other's.
const INSERT: Statement = {
  name: 'pipeline-insert',
  text: `INSERT INTO pipeline (tenant_id, pipeline_id, version, name, is_default, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
};

const UPDATE: Statement = {
  name: 'pipeline-update',
  text: 'UPDATE pipeline SET version = $3, name = $4, updated_at = $5 WHERE tenant_id = $1 AND pipeline_id = $2',
};

const DELETE_STAGES: Statement = {
  name: 'pipeline-stage-delete',
  text: 'DELETE FROM pipeline_stage WHERE tenant_id = $1 AND pipeline_id = $2 AND stage_id <> ALL ($3::uuid[])',
};

const SAVE_STAGES: Statement = {
  name: 'pipeline-stage-save',
  text: `INSERT INTO pipeline_stage (tenant_id, stage_id, pipeline_id, place, name, probability, closes, rots_after_days)
         SELECT $1, "stageId", $2, place, name, probability, closes, "rotsAfterDays"
         FROM jsonb_to_recordset($3::jsonb) AS s ("stageId" uuid, place integer, name text, probability integer, closes boolean, "rotsAfterDays" integer)
         ON CONFLICT (tenant_id, stage_id) DO UPDATE SET place = excluded.place, name = excluded.name, probability = excluded.probability,
           closes = excluded.closes, rots_after_days = excluded.rots_after_days`,
};

/** Pipelines with their stages. */
@Injectable()
export class PipelineRepository {
  findAll(tx: Tx, tenantId: Uuid): Promise<PipelineRecord[]> {
    return tx.query<PipelineRecord>(FIND_ALL, [tenantId]);
  }

  findById(tx: Tx, tenantId: Uuid, pipelineId: Uuid): Promise<PipelineRecord | undefined> {
    return tx.queryOne<PipelineRecord>(FIND, [tenantId, pipelineId]);
  }

  findDefault(tx: Tx, tenantId: Uuid): Promise<PipelineRecord | undefined> {
    return tx.queryOne<PipelineRecord>(FIND_DEFAULT, [tenantId]);
  }

  /** The pipeline that has a name, in whatever case. */
  async findNamed(tx: Tx, tenantId: Uuid, name: string): Promise<Uuid | undefined> {
    return (await tx.queryOne<{ pipelineId: Uuid }>(FIND_NAMED, [tenantId, name]))?.pipelineId;
  }

  findForUpdate(tx: Tx, tenantId: Uuid, pipelineId: Uuid): Promise<PipelineRecord | undefined> {
    return tx.queryOne<PipelineRecord>(FIND_FOR_UPDATE, [tenantId, pipelineId]);
  }

  /** @returns whether it went in: another one may have its name, or be the default */
  async create(tx: Tx, tenantId: Uuid, pipeline: PipelineRecord): Promise<boolean> {
    const { pipelineId, version, name, isDefault, createdAt, updatedAt } = pipeline;
    if ((await tx.execute(INSERT, [tenantId, pipelineId, version, name, isDefault, createdAt, updatedAt])) === 0) return false;
    await this.saveStages(tx, tenantId, pipeline);
    return true;
  }

  /** @throws Error of a unique violation for a name that another one has, of a foreign key for a stage that goes and has deals */
  async update(tx: Tx, tenantId: Uuid, pipeline: PipelineRecord): Promise<void> {
    const { pipelineId, version, name, stages, updatedAt } = pipeline;
    await tx.execute(UPDATE, [tenantId, pipelineId, version, name, updatedAt]);
    await tx.execute(DELETE_STAGES, [tenantId, pipelineId, stages.map(({ stageId }) => stageId)]);
    await this.saveStages(tx, tenantId, pipeline);
  }

  private async saveStages(tx: Tx, tenantId: Uuid, { pipelineId, stages }: PipelineRecord): Promise<void> {
    await tx.execute(SAVE_STAGES, [tenantId, pipelineId, JSON.stringify(stages.map(placed))]);
  }
}

const placed = (stage: StageRecord, place: number) => ({ ...stage, place });
