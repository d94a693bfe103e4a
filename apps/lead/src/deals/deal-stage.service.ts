import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import type { StageRecord } from '../pipelines/pipeline.js';
import { pipelineErrors } from '../pipelines/pipeline.errors.js';
import { PipelineService } from '../pipelines/pipeline.service.js';
import type { DealRecord } from './deal.js';

/** A stage and the pipeline that it belongs to. */
export type PlacedStage = StageRecord & { readonly pipelineId: Uuid };

/** The stages of deals. */
@Injectable()
export class DealStageService {
  constructor(private readonly pipelines: PipelineService) {}

  /** Every stage of the tenant by its id. */
  async findAll(tx: Tx): Promise<ReadonlyMap<Uuid, StageRecord>> {
    return new Map((await this.pipelines.findAll(tx)).flatMap(({ stages }) => stages.map((stage) => [stage.stageId, stage])));
  }

  /**
   * The stage that a deal is in, or another one of the tenant, with its pipeline.
   * @throws DomainError `LEAD.STAGE_NOT_FOUND`
   */
  async find(tx: Tx, { stageId: own }: Pick<DealRecord, 'stageId'>, stageId = own): Promise<PlacedStage> {
    for (const { pipelineId, stages } of await this.pipelines.findAll(tx)) {
      const stage = stages.find((one) => one.stageId === stageId);
      if (stage) return { ...stage, pipelineId };
    }
    throw pipelineErrors.STAGE_NOT_FOUND();
  }
}
