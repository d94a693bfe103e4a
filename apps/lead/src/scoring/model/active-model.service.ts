import { Injectable } from '@nestjs/common';
import type { Tx } from '@leadstream/persistence';
import type { ModelInUse } from '../prediction/trained-model/trained-model.js';
import { TrainedModelRepository } from '../prediction/trained-model/trained-model.repository.js';
import { DEFAULT_MODEL } from './default-model.rules.js';
import type { ModelTimeline, ScoringModelRecord } from './scoring-model.js';
import { ScoringModelRepository } from './scoring-model.repository.js';

/** The model by which a tenant scores, and the one by which it predicts outcomes. */
@Injectable()
export class ActiveModelService {
  constructor(
    private readonly models: ScoringModelRepository,
    private readonly trainedModels: TrainedModelRepository,
  ) {}

  async find(tx: Tx): Promise<ScoringModelRecord> {
    return (await this.models.findActive(tx, tx.tenantId)) ?? DEFAULT_MODEL;
  }

  /** The trained model that was active at an instant, if one was. */
  findTrained(tx: Tx, at: Date): Promise<ModelInUse | undefined> {
    return this.trainedModels.findInUse(tx, tx.tenantId, at);
  }

  async timeline(tx: Tx): Promise<ModelTimeline> {
    const used = await this.models.findUsed(tx, tx.tenantId);
    const isActiveBy = (model: ScoringModelRecord, instant: Date) => model.activatedAt !== null && model.activatedAt <= instant;
    return {
      at: (instant) => used.find((model) => isActiveBy(model, instant)) ?? DEFAULT_MODEL,
      activations: used.map(({ activatedAt }) => activatedAt).filter((activatedAt) => activatedAt !== null),
    };
  }
}
