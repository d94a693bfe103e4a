import { Injectable } from '@nestjs/common';
import { trainedModelChangedV1 } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { toldTrainedModel } from './present-trained-model.rules.js';
import type { TrainedModelAction } from './trained-model.js';
import { TrainedModelRepository } from './trained-model.repository.js';

/** Tells of every change of a trained model. */
@Injectable()
export class TrainedModelJournalService {
  constructor(
    private readonly models: TrainedModelRepository,
    private readonly outbox: Outbox,
  ) {}

  /** To be called after the change, in its transaction: the model is told as it is then, under the version that the change gave it. */
  async tell(tx: Tx, modelId: Uuid, action: TrainedModelAction, at: Date): Promise<void> {
    const model = await this.models.findHead(tx, tx.tenantId, modelId);
    if (!model) return;
    const data = toldTrainedModel(model, action, at);
    await this.outbox.add(tx, trainedModelChangedV1, { data, sequence: model.version, time: at });
  }
}
