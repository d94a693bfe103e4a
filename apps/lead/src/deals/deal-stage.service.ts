import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import type { StageRecord } from '../pipelines/pipeline.js';
import { pipelineErrors } from '../pipelines/pipeline.errors.js';
import { PipelineService } from '../pipelines/pipeline.service.js';
import type { DealRecord } from './deal.js';

/** The stages of deals. */
@Injectable()
export class DealStageService {
  constructor(private readonly pipelines: PipelineService) {}

  /** Every stage of the tenant by its id. */
  async findAll(tx: Tx): Promise<ReadonlyMap<Uuid, StageRecord>> {
    return new Map((await this.pipelines.findAll(tx)).flatMap(({ stages }) => stages.map((stage) => [stage.stageId, stage])));
  }

  /**
   * A stage of the pipeline of a deal; its own when none is named.
   * @throws DomainError `LEAD.STAGE_NOT_FOUND`
   */
  async find(tx: Tx, { pipelineId, stageId: own }: DealRecord, stageId = own): Promise<StageRecord> {
    const { stages } = await this.pipelines.find(tx, pipelineId);
    const found = stages.find((stage) => stage.stageId === stageId);
    if (!found) throw pipelineErrors.STAGE_NOT_FOUND();
    return found;
  }
}
