import { Inject, Injectable } from '@nestjs/common';
import type { LeadScore, ScoreHistoryEntry } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { z } from 'zod';
import { LeadEditService } from '../../lead-store/lead-edit.service.js';
import { leadErrors } from '../../lead/lead.errors.js';
import { instantProblem, leadAt } from '../../time-travel/lead-at.rules.js';
import { LeadStepsReadModel } from '../../time-travel/lead-steps.read-model.js';
import { CLOCK } from '../../tokens.js';
import { Breather } from '../../work/breather.js';
import { ContributionReadModel } from '../contributions/contribution.read-model.js';
import { ActiveModelService } from '../model/active-model.service.js';
import { predictionAt } from '../prediction/lead-prediction/prediction-at.rules.js';
import type { ScoredLead } from '../score/score.js';
import { scoreAt } from '../score/score.rules.js';
import { presentPoints, presentScore, type ScoreByModel } from './present-score.rules.js';
import { historyEntries, scoreInstants } from './score-history.rules.js';

const position = z.strictObject({ before: z.iso.datetime() });

export interface ScoreHistoryPage {
  readonly items: readonly ScoreHistoryEntry[];
  readonly nextCursor: string | null;
}

/** Scores of leads, made when they are asked for: nothing but what they are made of is stored. */
@Injectable()
export class LeadScoreService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly leads: LeadEditService,
    private readonly steps: LeadStepsReadModel,
    private readonly models: ActiveModelService,
    private readonly contributions: ContributionReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.INVALID_INSTANT` */
  read(leadId: Uuid, asked: { readonly at?: string | undefined; readonly above?: number | undefined }): Promise<LeadScore> {
    return this.database.read((tx) =>
      asked.at === undefined ? this.readNow(tx, leadId, asked.above) : this.readPast(tx, leadId, new Date(asked.at), asked.above),
    );
  }

  /**
   * The points of a lead at an instant of the past, also of one that is deleted by now.
   * @throws DomainError `LEAD.NOT_FOUND`, `LEAD.INVALID_INSTANT`
   */
  pointsAt(leadId: Uuid, at: Date): Promise<Pick<LeadScore, 'total' | 'temperature'>> {
    return this.database.read(async (tx) => presentPoints(await this.scoredAt(tx, leadId, at)));
  }

  /** @throws DomainError `LEAD.NOT_FOUND` */
  async history(
    leadId: Uuid,
    { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<ScoreHistoryPage> {
    const before = cursor === undefined ? undefined : new Date(decodeCursor(position, cursor).before);
    const [, { birth, steps }, models, contributions] = await this.database.read((tx) =>
      Promise.all([
        this.leads.find(tx, leadId),
        this.past(tx, leadId),
        this.models.timeline(tx),
        this.contributions.findAll(tx, tx.tenantId, leadId),
      ]),
    );
    const breather = new Breather();
    const changes = steps.map(({ recordedAt }) => recordedAt);
    const instants = scoreInstants({ contributions, models }, changes, this.clock.now()).filter(({ at }) => !before || at < before);
    const page = instants.slice(0, limit);
    const last = instants.length > limit ? page.at(-1) : undefined;
    const past = { contributions, models, leadAt: (at: Date) => leadAt(birth, steps, at) };
    const items: ScoreHistoryEntry[] = [];
    await breather.breathe();
    for (const entry of historyEntries(past, page)) {
      items.push(entry);
      await breather.breathe();
    }
    return { items, nextCursor: last ? encodeCursor({ before: last.at.toISOString() }) : null };
  }

  /** Everything is asked at once: one way there and back. */
  private async readNow(tx: Tx, leadId: Uuid, above: number | undefined): Promise<LeadScore> {
    const at = this.clock.now();
    const [lead, model, trained, contributionsOf] = await Promise.all([
      this.leads.find(tx, leadId),
      this.models.find(tx),
      this.models.findTrained(tx, at),
      this.contributions.find(tx, tx.tenantId, [leadId], at),
    ]);
    const scored = { lead, contributions: contributionsOf(leadId) };
    const score = scoreAt(model.weights, scored, at);
    return { ...presentScore(leadId, at, { model, score }, above), prediction: predictionAt(trained, scored, at) };
  }

  private async readPast(tx: Tx, leadId: Uuid, at: Date, above: number | undefined): Promise<LeadScore> {
    const [, trained, { model, scored, score }] = await Promise.all([
      this.leads.find(tx, leadId),
      this.models.findTrained(tx, at),
      this.scoredAt(tx, leadId, at),
    ]);
    return { ...presentScore(leadId, at, { model, score }, above), prediction: predictionAt(trained, scored, at) };
  }

  private async scoredAt(tx: Tx, leadId: Uuid, at: Date): Promise<ScoreByModel & { readonly scored: ScoredLead }> {
    const [{ birth, steps }, models, contributionsOf] = await Promise.all([
      this.past(tx, leadId),
      this.models.timeline(tx),
      this.contributions.find(tx, tx.tenantId, [leadId], at),
    ]);
    const problem = instantProblem('at', at, birth.createdAt, this.clock.now());
    const lead = leadAt(birth, steps, at);
    if (problem || !lead) throw leadErrors.INVALID_INSTANT({ errors: problem ? [problem] : [] });
    const model = models.at(at);
    const scored = { lead, contributions: contributionsOf(leadId) };
    return { model, scored, score: scoreAt(model.weights, scored, at) };
  }

  private async past(tx: Tx, leadId: Uuid) {
    const [birth, steps] = await Promise.all([
      this.steps.findBirth(tx, tx.tenantId, leadId),
      this.steps.findSteps(tx, tx.tenantId, leadId),
    ]);
    if (!birth) throw leadErrors.NOT_FOUND();
    return { birth, steps };
  }
}
