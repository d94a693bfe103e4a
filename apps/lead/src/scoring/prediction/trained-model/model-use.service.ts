import { Inject, Injectable } from '@nestjs/common';
import type { TrainedModel, TrainedModelUse } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Actor, Clock, IdSource, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { z } from 'zod';
import { currentCaller } from '../../../current-tenant.js';
import { CLOCK, IDS } from '../../../tokens.js';
import { scoringErrors } from '../../scoring.errors.js';
import { ModelUseRepository } from './model-use.repository.js';
import { presentTrainedModel, presentUse } from './present-trained-model.rules.js';
import type { ModelUse, TrainedModelRecord } from './trained-model.js';
import { TrainedModelJournalService } from './trained-model-journal.service.js';
import { TrainedModelRepository } from './trained-model.repository.js';

const position = z.strictObject({ activatedAt: z.iso.datetime(), useId: z.uuid() });

export interface ModelUsePage {
  readonly items: readonly TrainedModelUse[];
  readonly nextCursor: string | null;
}

/** By which trained model scores are predicted, and since when; each beginning and each end is told. */
@Injectable()
export class ModelUseService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly models: TrainedModelRepository,
    private readonly uses: ModelUseRepository,
    private readonly journal: TrainedModelJournalService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /**
   * A model that is active stays so.
   * @throws DomainError `LEAD.TRAINED_MODEL_NOT_FOUND`, `LEAD.TRAINED_MODEL_NOT_TRAINED`
   */
  activate(modelId: Uuid): Promise<TrainedModel> {
    const { actor } = currentCaller();
    return this.database.write(async (tx) => {
      await this.models.hold(tx, tx.tenantId);
      const model = await this.find(tx, modelId);
      if (model.status !== 'trained') throw scoringErrors.TRAINED_MODEL_NOT_TRAINED();
      if (model.active) return presentTrainedModel(model);
      const now = this.clock.now();
      const open = await this.uses.findOpen(tx, tx.tenantId);
      if (open) await this.end(tx, open, actor, now);
      await this.uses.create(tx, tx.tenantId, this.ids.next(), modelId, actor, now);
      await this.tell(tx, modelId, 'activated', now);
      return presentTrainedModel({ ...model, active: true });
    });
  }

  /**
   * A model that is not active stays so.
   * @throws DomainError `LEAD.TRAINED_MODEL_NOT_FOUND`
   */
  deactivate(modelId: Uuid): Promise<TrainedModel> {
    const { actor } = currentCaller();
    return this.database.write(async (tx) => {
      await this.models.hold(tx, tx.tenantId);
      const model = await this.find(tx, modelId);
      const open = await this.uses.findOpen(tx, tx.tenantId);
      if (open?.modelId === modelId) await this.end(tx, open, actor, this.clock.now());
      return presentTrainedModel({ ...model, active: false });
    });
  }

  /** @throws DomainError `LEAD.TRAINED_MODEL_NOT_FOUND` */
  history(modelId: Uuid, { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }): Promise<ModelUsePage> {
    const after = cursor === undefined ? undefined : decodeCursor(position, cursor);
    return this.database.read(async (tx) => {
      await this.find(tx, modelId);
      const found = await this.uses.findPage(tx, tx.tenantId, modelId, limit + 1, after);
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      const nextCursor = last ? encodeCursor({ activatedAt: last.activatedAt.toISOString(), useId: last.useId }) : null;
      return { items: page.map(presentUse), nextCursor };
    });
  }

  private async end(tx: Tx, { useId, modelId }: ModelUse, actor: Actor, at: Date): Promise<void> {
    await this.uses.updateToEnded(tx, tx.tenantId, useId, actor, at);
    await this.tell(tx, modelId, 'deactivated', at);
  }

  private async tell(tx: Tx, modelId: Uuid, action: 'activated' | 'deactivated', at: Date): Promise<void> {
    await this.models.updateToUsed(tx, tx.tenantId, modelId);
    await this.journal.tell(tx, modelId, action, at);
  }

  private async find(tx: Tx, modelId: Uuid): Promise<TrainedModelRecord> {
    const model = await this.models.findById(tx, tx.tenantId, modelId);
    if (!model) throw scoringErrors.TRAINED_MODEL_NOT_FOUND();
    return model;
  }
}
