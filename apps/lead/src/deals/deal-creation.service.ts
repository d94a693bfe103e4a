import { Inject, Injectable } from '@nestjs/common';
import { type CreateDeal, createDealBody, type Deal, type DealBatchResult } from '@leadstream/contracts';
import { type Clock, DomainError, type FieldProblem, type IdSource, type Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { LeadEditService } from '../lead-store/lead-edit.service.js';
import { untilNotOvertaken } from '../lead-store/lead-save.service.js';
import { leadErrors } from '../lead/lead.errors.js';
import type { PipelineRecord, StageRecord } from '../pipelines/pipeline.js';
import { pipelineErrors } from '../pipelines/pipeline.errors.js';
import { PipelineService } from '../pipelines/pipeline.service.js';
import { CLOCK, IDS } from '../tokens.js';
import { CardOrderService } from './board/card-order.service.js';
import { dealErrors } from './deal.errors.js';
import type { DealStep } from './deal.js';
import { acceptDeal, stageOf } from './rules/accept-deal.rules.js';
import { createdStep } from './rules/deal-step.rules.js';
import { presentDeal } from './rules/present-deal.rules.js';
import { DealJournalService } from './store/deal-journal.service.js';
import { DealRepository } from './store/deal.repository.js';

/** What items of a batch are judged by. */
interface Known {
  readonly pipelines: readonly PipelineRecord[];
  readonly liveLeads: ReadonlySet<Uuid>;
  /** Deals by external id; grows as items take theirs. */
  readonly holders: Map<string, Uuid>;
}

type Judged = { readonly step: DealStep; readonly stage: StageRecord } | { readonly problem: DomainError };

/** Makes deals, one or many, each the last card of its stage. */
@Injectable()
export class DealCreationService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly deals: DealRepository,
    private readonly cards: CardOrderService,
    private readonly pipelines: PipelineService,
    private readonly edits: LeadEditService,
    private readonly journal: DealJournalService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.PIPELINE_NOT_FOUND`, `LEAD.STAGE_NOT_FOUND`, `LEAD.DEAL_INVALID`, `LEAD.DEAL_EXISTS` */
  async create(stated: CreateDeal): Promise<Deal> {
    await this.pipelines.ensureDefault();
    return untilNotOvertaken(() =>
      this.database.write(async (tx) => {
        await this.edits.find(tx, stated.leadId);
        const [judged] = await this.judgeAndSave(tx, [stated]);
        if (!judged || 'problem' in judged) throw judged?.problem ?? dealErrors.DEAL_INVALID();
        return presentDeal(judged.step.deal, judged.stage, this.clock.now());
      }),
    );
  }

  /** @param items as the caller sent them */
  async createMany(items: readonly unknown[]): Promise<DealBatchResult[]> {
    await this.pipelines.ensureDefault();
    const parsed = items.map((item) => createDealBody.safeParse(item));
    const stated = parsed.flatMap((one) => (one.success ? [one.data] : []));
    const judged = await untilNotOvertaken(() => this.database.write(async (tx) => resultsOf(await this.judgeAndSave(tx, stated))));
    const results = judged.values();
    return parsed.map((one) =>
      one.success
        ? (results.next().value as DealBatchResult)
        : failed(
            dealErrors.DEAL_INVALID({
              errors: one.error.issues.map(({ path, code, message }): FieldProblem => ({ path: path.join('.'), code, message })),
            }),
          ),
    );
  }

  private async judgeAndSave(tx: Tx, stated: readonly CreateDeal[]): Promise<Judged[]> {
    if (stated.length === 0) return [];
    const external = stated.flatMap(({ externalId }) => externalId ?? []);
    const [pipelines, liveLeads, holders] = await Promise.all([
      this.pipelines.findAll(tx),
      this.deals.holdLiveLeads(
        tx,
        tx.tenantId,
        stated.map(({ leadId }) => leadId),
      ),
      this.deals.findExternal(tx, tx.tenantId, external),
    ]);
    const known = { pipelines, liveLeads, holders };
    const judged = stated.map((one) => this.judge(one, known));
    await this.save(
      tx,
      judged.flatMap((one) => ('step' in one ? [one.step] : [])),
    );
    return judged;
  }

  private judge(stated: CreateDeal, { pipelines, liveLeads, holders }: Known): Judged {
    const { leadId, pipelineId, stageId, status, externalId } = stated;
    if (!liveLeads.has(leadId)) return { problem: leadErrors.NOT_FOUND() };
    const pipeline = pipelines.find((one) => (pipelineId === undefined ? one.isDefault : one.pipelineId === pipelineId));
    if (!pipeline) return { problem: pipelineErrors.PIPELINE_NOT_FOUND() };
    const stage = stageOf(pipeline, stageId, status);
    if (!stage) return { problem: pipelineErrors.STAGE_NOT_FOUND() };
    const now = this.clock.now();
    const accepted = acceptDeal(stated, stage, now);
    if ('errors' in accepted) return { problem: dealErrors.DEAL_INVALID({ errors: accepted.errors }) };
    const existingId = externalId === null ? undefined : holders.get(externalId);
    if (existingId) return { problem: dealErrors.DEAL_EXISTS({ extra: { existingId } }) };
    const step = createdStep(this.ids.next(), accepted.value, pipeline.pipelineId, stage, now);
    if (externalId !== null) holders.set(externalId, step.deal.dealId);
    return { step, stage };
  }

  private async save(tx: Tx, steps: readonly DealStep[]): Promise<void> {
    if (steps.length === 0) return;
    const columns = Map.groupBy(steps, ({ deal }) => deal.stageId);
    await this.cards.lock(tx, [...columns.keys()]);
    const cards: Parameters<DealRepository['create']>[2][number][] = [];
    for (const [stageId, inColumn] of columns) {
      const positions = await this.cards.atEnd(tx, stageId, inColumn.length);
      cards.push(...inColumn.map(({ deal }, index) => ({ ...deal, position: positions[index] ?? '' })));
    }
    await this.deals.create(tx, tx.tenantId, cards);
    await this.journal.record(tx, steps);
  }
}

function resultsOf(judged: readonly Judged[]): DealBatchResult[] {
  return judged.map((one) => ('problem' in one ? failed(one.problem) : { status: 'created', id: one.step.deal.dealId, version: 1 }));
}

function failed({ code, title, errors, extra }: DomainError): DealBatchResult {
  return { status: 'failed', error: { code, title, errors: [...errors], ...extra } };
}
