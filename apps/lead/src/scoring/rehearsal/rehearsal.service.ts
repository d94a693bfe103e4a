import { Inject, Injectable } from '@nestjs/common';
import { type ScoringRehearsal, scoringRehearsalStartedV1 } from '@leadstream/contracts';
import type { Clock, IdSource, Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase } from '@leadstream/persistence';
import { CLOCK, IDS } from '../../tokens.js';
import { DEFAULT_MODEL } from '../model/default-model.rules.js';
import { ScoringModelRepository } from '../model/scoring-model.repository.js';
import { isOpen } from '../model/scoring-model.rules.js';
import { scoringErrors } from '../scoring.errors.js';
import { STARTED } from './rehearsal.js';
import { RehearsalRepository } from './rehearsal.repository.js';
import { emptyTally, presentRehearsal, toldStart } from './rehearsal.rules.js';

/** Asks for rehearsals of drafts, each told, and shows how they go; a timed job goes through the leads. */
@Injectable()
export class RehearsalService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly models: ScoringModelRepository,
    private readonly rehearsals: RehearsalRepository,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @throws DomainError `LEAD.SCORING_MODEL_NOT_FOUND`, `LEAD.SCORING_MODEL_SETTLED`, `LEAD.SCORING_REHEARSAL_RUNNING` */
  start(modelId: Uuid): Promise<ScoringRehearsal> {
    return this.database.write(async (tx) => {
      const model = modelId === DEFAULT_MODEL.modelId ? DEFAULT_MODEL : await this.models.findById(tx, tx.tenantId, modelId);
      if (!model) throw scoringErrors.SCORING_MODEL_NOT_FOUND();
      if (!isOpen(model)) throw scoringErrors.SCORING_MODEL_SETTLED();
      const tried = { modelId, modelVersion: model.version, status: 'running' as const, tally: emptyTally() };
      const times = { createdAt: this.clock.now(), completedAt: null };
      const rehearsal = await this.rehearsals.create(tx, tx.tenantId, { rehearsalId: this.ids.next(), ...tried, ...times });
      if (!rehearsal) throw scoringErrors.SCORING_REHEARSAL_RUNNING();
      const event = { data: toldStart(rehearsal), sequence: STARTED, time: rehearsal.createdAt };
      await this.outbox.add(tx, scoringRehearsalStartedV1, event);
      return presentRehearsal(rehearsal);
    });
  }

  /** @throws DomainError `LEAD.SCORING_REHEARSAL_NOT_FOUND` */
  read(modelId: Uuid, rehearsalId: Uuid): Promise<ScoringRehearsal> {
    return this.database.read(async (tx) => {
      const rehearsal = await this.rehearsals.find(tx, tx.tenantId, modelId, rehearsalId);
      if (!rehearsal) throw scoringErrors.SCORING_REHEARSAL_NOT_FOUND();
      return presentRehearsal(rehearsal);
    });
  }
}
