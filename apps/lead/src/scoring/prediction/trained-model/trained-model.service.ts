import { Inject, Injectable } from '@nestjs/common';
import type { TrainedModel, TrainedModelSummary, TrainScoringModel } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Clock, IdSource, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { z } from 'zod';
import { currentCaller } from '../../../current-tenant.js';
import { CustomFieldsService } from '../../../custom-fields/store/custom-fields.service.js';
import { HeldSettingsService } from '../../../settings/store/held-settings.service.js';
import { CLOCK, IDS } from '../../../tokens.js';
import { scoringErrors } from '../../scoring.errors.js';
import type { OutcomeStatuses } from '../features/outcome.rules.js';
import { LEAST_OUTCOMES } from '../learning/train.rules.js';
import { OutcomeLeadsReadModel } from '../training/outcome-leads.read-model.js';
import { acceptTraining } from './accept-training.rules.js';
import { presentSummary, presentTrainedModel } from './present-trained-model.rules.js';
import type { TrainedModelRecord } from './trained-model.js';
import { TrainedModelJournalService } from './trained-model-journal.service.js';
import { TrainedModelRepository } from './trained-model.repository.js';

const position = z.strictObject({ before: z.int() });
const LAST_NUMBER = 2 ** 31 - 1;

export interface TrainedModelPage {
  readonly items: readonly TrainedModelSummary[];
  readonly nextCursor: string | null;
}

/** Models that are learned from the outcomes of a tenant's own leads; a timed job trains them. Each that is asked for is told. */
@Injectable()
export class TrainedModelService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly models: TrainedModelRepository,
    private readonly journal: TrainedModelJournalService,
    private readonly leads: OutcomeLeadsReadModel,
    private readonly customFields: CustomFieldsService,
    private readonly settings: HeldSettingsService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /**
   * @throws DomainError `LEAD.TRAINED_MODEL_INVALID`, `LEAD.TRAINED_MODEL_WAITING` with the `modelId` of the one that waits,
   * `LEAD.TRAINED_MODEL_TOO_FEW_OUTCOMES` with `won` and `lost`, as far as they were counted, and `least`, which either must be
   */
  train(stated: TrainScoringModel): Promise<TrainedModel> {
    const caller = currentCaller();
    return this.database.write(async (tx) => {
      const accepted = acceptTraining(stated, await this.customFields.find(tx), await this.settings.find(tx));
      if ('errors' in accepted) throw scoringErrors.TRAINED_MODEL_INVALID({ errors: accepted.errors });
      await this.models.hold(tx, tx.tenantId);
      const waiting = await this.models.findWaiting(tx, tx.tenantId);
      if (waiting) throw scoringErrors.TRAINED_MODEL_WAITING({ extra: { modelId: waiting.modelId } });
      await this.demandOutcomes(tx, accepted.training);
      const modelId = this.ids.next();
      const createdAt = this.clock.now();
      await this.models.create(tx, tx.tenantId, { modelId, ...accepted.training, createdAt }, caller);
      await this.journal.tell(tx, modelId, 'requested', createdAt);
      return presentTrainedModel(await this.find(tx, modelId));
    });
  }

  /** Latest first. */
  list({ limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }): Promise<TrainedModelPage> {
    const before = cursor === undefined ? LAST_NUMBER : decodeCursor(position, cursor).before;
    return this.database.read(async (tx) => {
      const found = await this.models.findPage(tx, tx.tenantId, before, limit + 1);
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      return { items: page.map(presentSummary), nextCursor: last ? encodeCursor({ before: last.number }) : null };
    });
  }

  /** @throws DomainError `LEAD.TRAINED_MODEL_NOT_FOUND` */
  read(modelId: Uuid): Promise<TrainedModel> {
    return this.database.read(async (tx) => presentTrainedModel(await this.find(tx, modelId)));
  }

  private async find(tx: Tx, modelId: Uuid): Promise<TrainedModelRecord> {
    const model = await this.models.findById(tx, tx.tenantId, modelId);
    if (!model) throw scoringErrors.TRAINED_MODEL_NOT_FOUND();
    return model;
  }

  private async demandOutcomes(tx: Tx, statuses: OutcomeStatuses): Promise<void> {
    const [won, lost] = await Promise.all([
      this.leads.count(tx, tx.tenantId, statuses.won, LEAST_OUTCOMES),
      this.leads.count(tx, tx.tenantId, statuses.lost, LEAST_OUTCOMES),
    ]);
    if (Math.min(won, lost) < LEAST_OUTCOMES) {
      throw scoringErrors.TRAINED_MODEL_TOO_FEW_OUTCOMES({ extra: { won, lost, least: LEAST_OUTCOMES } });
    }
  }
}
