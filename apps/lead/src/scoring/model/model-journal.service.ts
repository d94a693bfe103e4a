import { Injectable } from '@nestjs/common';
import { scoringModelChangedV1 } from '@leadstream/contracts';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import type { ModelStep } from './scoring-model.js';
import { ScoringModelRepository } from './scoring-model.repository.js';
import { toldModel } from './scoring-model.rules.js';

/** Writes each version of a scoring model, and tells of it. */
@Injectable()
export class ModelJournalService {
  constructor(
    private readonly models: ScoringModelRepository,
    private readonly outbox: Outbox,
  ) {}

  /** To be called while the tenant's models are held. */
  async create(tx: Tx, step: ModelStep): Promise<void> {
    await this.models.create(tx, tx.tenantId, step);
    await this.tell(tx, step);
  }

  /** To be called while the model is locked. */
  async update(tx: Tx, step: ModelStep): Promise<void> {
    await this.models.update(tx, tx.tenantId, step);
    await this.tell(tx, step);
  }

  private tell(tx: Tx, step: ModelStep): Promise<void> {
    return this.outbox.add(tx, scoringModelChangedV1, { data: toldModel(step), sequence: step.model.version, time: step.at });
  }
}
