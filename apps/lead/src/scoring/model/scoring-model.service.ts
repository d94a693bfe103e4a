import { Inject, Injectable } from '@nestjs/common';
import type { CreateScoringModel, PatchScoringModel, ScoringModel, StatedWeights } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Clock, FieldProblem, IdSource, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { z } from 'zod';
import { CustomFieldsService } from '../../custom-fields/store/custom-fields.service.js';
import { fieldRegistry } from '../../filter/fields/field-registry.rules.js';
import { HeldSettingsService } from '../../settings/store/held-settings.service.js';
import { TagsService } from '../../tags/store/tags.service.js';
import { CLOCK, IDS } from '../../tokens.js';
import type { ScoreWeights } from '../score/score.js';
import { scoringErrors } from '../scoring.errors.js';
import { acceptLabel, acceptWeights } from './accept-weights.rules.js';
import { DEFAULT_MODEL } from './default-model.rules.js';
import type { ScoringModelRecord } from './scoring-model.js';
import { type ModelHistoryPage, ModelHistoryReadModel } from './model-history.read-model.js';
import { ModelJournalService } from './model-journal.service.js';
import { ScoringModelRepository } from './scoring-model.repository.js';
import { activatedStep, changedStep, draftedStep, isOpen, presentModel, retiredStep, statedWeights } from './scoring-model.rules.js';

/** Drafts that a tenant may have at a time. */
const MOST_DRAFTS = 50;

const position = z.strictObject({ before: z.int() });
const LAST_NUMBER = 2 ** 31 - 1;

export interface ScoringModelPage {
  readonly items: readonly ScoringModel[];
  readonly nextCursor: string | null;
}

/** How a tenant weighs its leads, version by version. */
@Injectable()
export class ScoringModelService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly models: ScoringModelRepository,
    private readonly journal: ModelJournalService,
    private readonly histories: ModelHistoryReadModel,
    private readonly customFields: CustomFieldsService,
    private readonly tags: TagsService,
    private readonly settings: HeldSettingsService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @throws DomainError `LEAD.SCORING_MODEL_INVALID`, `LEAD.SCORING_MODEL_LIMIT` */
  create({ name, ...stated }: CreateScoringModel): Promise<ScoringModel> {
    const now = this.clock.now();
    return this.database.write(async (tx) => {
      const accepted = await this.accept(tx, name, stated);
      await this.models.hold(tx, tx.tenantId);
      const { lastNumber, open } = await this.models.count(tx, tx.tenantId);
      if (open >= MOST_DRAFTS) throw scoringErrors.SCORING_MODEL_LIMIT({ extra: { limit: MOST_DRAFTS } });
      const times = { createdAt: now, activatedAt: null, retiredAt: null };
      const model = { modelId: this.ids.next(), number: lastNumber + 1, version: 1, status: 'draft' as const, ...accepted, ...times };
      await this.journal.create(tx, draftedStep(model, now));
      return presentModel(model);
    });
  }

  /** Latest first; the one that every tenant begins with is the last. */
  list({ limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }): Promise<ScoringModelPage> {
    const before = cursor === undefined ? LAST_NUMBER : decodeCursor(position, cursor).before;
    return this.database.read(async (tx) => {
      const [stored, first] = await Promise.all([this.models.findPage(tx, tx.tenantId, before, limit + 1), this.defaultModel(tx)]);
      const found = [...stored, ...(stored.length <= limit && before > first.number ? [first] : [])];
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      return { items: page.map(presentModel), nextCursor: last ? encodeCursor({ before: last.number }) : null };
    });
  }

  /** @throws DomainError `LEAD.SCORING_MODEL_NOT_FOUND` */
  read(modelId: Uuid): Promise<ScoringModel> {
    return this.database.read(async (tx) => {
      if (modelId === DEFAULT_MODEL.modelId) return presentModel(await this.defaultModel(tx));
      const model = await this.models.findById(tx, tx.tenantId, modelId);
      if (!model) throw scoringErrors.SCORING_MODEL_NOT_FOUND();
      return presentModel(model);
    });
  }

  /** The model that every tenant begins with has no history. */
  history(modelId: Uuid, { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }): Promise<ModelHistoryPage> {
    return this.database.read(async (tx) => {
      const isKnown = modelId === DEFAULT_MODEL.modelId || (await this.models.findById(tx, tx.tenantId, modelId)) !== undefined;
      if (!isKnown) throw scoringErrors.SCORING_MODEL_NOT_FOUND();
      return this.histories.findPage(tx, tx.tenantId, modelId, limit, cursor);
    });
  }

  /**
   * Rules that are not stated stay as they were read, whatever their fields are called by now.
   * @throws DomainError `LEAD.SCORING_MODEL_NOT_FOUND`, `LEAD.SCORING_MODEL_STALE`, `LEAD.SCORING_MODEL_SETTLED`, `LEAD.SCORING_MODEL_INVALID`
   */
  patch(modelId: Uuid, version: number, stated: PatchScoringModel): Promise<ScoringModel> {
    return this.database.write(async (tx) => {
      const { model } = await this.lockOpen(tx, modelId);
      if (model.version !== version) throw scoringErrors.SCORING_MODEL_STALE({ extra: { currentVersion: model.version } });
      const { name = model.name, ...changed } = stated;
      const weights = { ...statedWeights(model.weights), ...changed } as StatedWeights;
      const kept = stated.fitRules === undefined ? model.weights.fitRules : undefined;
      const step = changedStep(model, await this.accept(tx, name, weights, kept), this.clock.now());
      if (!step) return presentModel(model);
      await this.journal.update(tx, step);
      return presentModel(step.model);
    });
  }

  /** @throws DomainError `LEAD.SCORING_MODEL_NOT_FOUND`, `LEAD.SCORING_MODEL_SETTLED`, `LEAD.SCORING_MODEL_NOT_REHEARSED` */
  activate(modelId: Uuid): Promise<ScoringModel> {
    return this.database.write(async (tx) => {
      await this.models.hold(tx, tx.tenantId);
      const { model, active } = await this.lockOpen(tx, modelId);
      if (model.status !== 'rehearsed') throw scoringErrors.SCORING_MODEL_NOT_REHEARSED();
      const now = this.clock.now();
      if (active) await this.journal.update(tx, retiredStep(active, now));
      const step = activatedStep(model, now);
      await this.journal.update(tx, step);
      return presentModel(step.model);
    });
  }

  /** A draft, and the model that is active, both locked. */
  private async lockOpen(
    tx: Tx,
    modelId: Uuid,
  ): Promise<{ readonly model: ScoringModelRecord; readonly active: ScoringModelRecord | undefined }> {
    if (modelId === DEFAULT_MODEL.modelId) throw scoringErrors.SCORING_MODEL_SETTLED();
    const locked = await this.models.findForUpdate(tx, tx.tenantId, modelId);
    const model = locked.find((one) => one.modelId === modelId);
    if (!model) throw scoringErrors.SCORING_MODEL_NOT_FOUND();
    if (!isOpen(model)) throw scoringErrors.SCORING_MODEL_SETTLED();
    return { model, active: locked.find(({ status }) => status === 'active') };
  }

  /** The model that every tenant begins with, as far as this one has got. */
  private async defaultModel(tx: Tx): Promise<ScoringModelRecord> {
    const first = (await this.models.findUsed(tx, tx.tenantId)).at(-1);
    return first ? { ...DEFAULT_MODEL, status: 'retired', retiredAt: first.activatedAt } : DEFAULT_MODEL;
  }

  private async accept(
    tx: Tx,
    name: string,
    stated: StatedWeights,
    kept?: ScoreWeights['fitRules'],
  ): Promise<{ readonly name: string; readonly weights: ScoreWeights }> {
    const errors: FieldProblem[] = [];
    const accepted = acceptLabel(name, 'name', errors);
    const [fields, tags, vocabulary] = await Promise.all([this.customFields.find(tx), this.tags.find(tx), this.settings.find(tx)]);
    const read = acceptWeights(fieldRegistry(fields, tags, { derived: false, vocabulary }), stated, kept);
    if ('errors' in read) throw scoringErrors.SCORING_MODEL_INVALID({ errors: [...errors, ...read.errors] });
    if (errors.length > 0) throw scoringErrors.SCORING_MODEL_INVALID({ errors });
    return { name: accepted, weights: read.weights };
  }
}
