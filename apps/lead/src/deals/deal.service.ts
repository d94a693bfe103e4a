import { Inject, Injectable } from '@nestjs/common';
import type { Deal, DealAuditEntry, ListDealsQuery, MoveDeal, PatchDeal } from '@leadstream/contracts';
import type { Clock, FieldProblem, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { AuditPageReadModel, type VersionPage } from '../audit-store/audit-page.read-model.js';
import { LeadEditService } from '../lead-store/lead-edit.service.js';
import { untilNotOvertaken } from '../lead-store/lead-save.service.js';
import { MergePointerReadModel } from '../lead-store/merge-pointer.read-model.js';
import { DealEngagementService } from '../scoring/lead-score/deal-engagement.service.js';
import { CLOCK } from '../tokens.js';
import { CardOrderService } from './board/card-order.service.js';
import { DealStageService } from './deal-stage.service.js';
import { dealErrors } from './deal.errors.js';
import type { DealRecord, DealStep } from './deal.js';
import { acceptFields } from './rules/accept-deal.rules.js';
import { isClosed, statusProblem } from './rules/deal-status.rules.js';
import { deletedStep, movedStep, restoredStep, updatedStep } from './rules/deal-step.rules.js';
import { presentDeal } from './rules/present-deal.rules.js';
import { type DealHistoryPage, DealListReadModel, type DealPage } from './store/deal-list.read-model.js';
import { DealJournalService } from './store/deal-journal.service.js';
import { DealRepository } from './store/deal.repository.js';

interface Page {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Deals as members work on them. Those of a deleted lead are hidden with it; those of a lead that went into another one stand with the survivor's until the
 * merge is undone. */
@Injectable()
export class DealService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly deals: DealRepository,
    private readonly pages: DealListReadModel,
    private readonly stages: DealStageService,
    private readonly cards: CardOrderService,
    private readonly leads: LeadEditService,
    private readonly pointers: MergePointerReadModel,
    private readonly engagements: DealEngagementService,
    private readonly journal: DealJournalService,
    private readonly audits: AuditPageReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @param withEngagement whether what the lead did about it is counted, too @throws DomainError `LEAD.DEAL_NOT_FOUND` */
  read(dealId: Uuid, withEngagement = false): Promise<Deal> {
    return this.database.read(async (tx) => {
      const deal = await this.deals.findById(tx, tx.tenantId, dealId);
      if (!deal || deal.deletedAt !== null) throw dealErrors.DEAL_NOT_FOUND();
      const shown = await this.shown(tx, deal);
      if (!withEngagement) return shown;
      const engagement = await this.engagements.since(tx, deal.standsWith, deal.openedAt);
      return { ...shown, engagement };
    });
  }

  /** @throws DomainError `LEAD.NOT_FOUND`, `HTTP.BAD_CURSOR` */
  list(query: ListDealsQuery): Promise<DealPage> {
    return this.database.read(async (tx) => {
      if (query.leadId !== undefined) await this.leads.find(tx, query.leadId);
      const family = query.leadId === undefined ? undefined : await this.pointers.findFamily(tx, tx.tenantId, query.leadId);
      const context = { family, stages: await this.stages.findAll(tx), now: this.clock.now() };
      const page = await this.pages.findPage(tx, tx.tenantId, query, context);
      return query.count === 'true' ? { ...page, total: await this.pages.count(tx, tx.tenantId, query, context) } : page;
    });
  }

  /** @throws DomainError `LEAD.DEAL_NOT_FOUND` */
  history(dealId: Uuid, page: Page): Promise<DealHistoryPage> {
    return this.database.read(async (tx) => {
      await this.known(tx, dealId);
      return this.pages.findHistory(tx, tx.tenantId, dealId, page);
    });
  }

  /** @throws DomainError `LEAD.DEAL_NOT_FOUND` */
  audit(dealId: Uuid, page: Page): Promise<VersionPage<DealAuditEntry['action']>> {
    return this.database.read(async (tx) => {
      await this.known(tx, dealId);
      return this.audits.findPage(tx, tx.tenantId, 'deal', dealId, page);
    });
  }

  /** @throws DomainError `LEAD.DEAL_NOT_FOUND`, `LEAD.DEAL_STALE`, `LEAD.DEAL_INVALID` */
  patch(dealId: Uuid, version: number, { status, ...stated }: PatchDeal): Promise<Deal> {
    const accepted = acceptFields(stated);
    if ('errors' in accepted) throw dealErrors.DEAL_INVALID({ errors: accepted.errors });
    return this.database.write(async (tx) => {
      const before = live(await this.deals.findForUpdate(tx, tx.tenantId, dealId), version);
      const stage = await this.stages.find(tx, before);
      const lossReason = accepted.value.lossReason ?? before.lossReason;
      refuse(statusProblem(status ?? before.status, stage, lossReason));
      const step = updatedStep(before, { ...accepted.value, ...(status && { status }) }, stage, this.clock.now());
      if (step) await this.save(tx, step);
      return presentDeal(step?.deal ?? before, stage, this.clock.now());
    });
  }

  /**
   * Moves a card. Its place in a column is no part of the deal: two who move cards of one column both succeed, in the order of their
   * commits; two who move a card to other stages do not.
   * @throws DomainError `LEAD.DEAL_NOT_FOUND`, `LEAD.DEAL_STALE`, `LEAD.STAGE_NOT_FOUND`, `LEAD.DEAL_INVALID`, `LEAD.DEAL_NEIGHBOUR_GONE`
   */
  move(dealId: Uuid, version: number, { stageId, status, lossReason, afterDealId }: MoveDeal): Promise<Deal> {
    return this.database.write(async (tx) => {
      const seen = live(await this.deals.findById(tx, tx.tenantId, dealId), version);
      const stage = await this.stages.find(tx, seen, stageId);
      await this.cards.lock(tx, [seen.stageId, stageId]);
      const before = live(await this.deals.findForUpdate(tx, tx.tenantId, dealId), version);
      const goal = { stage, status: status ?? statusIn(stage.closes, before), lossReason: reasonOf(before, status, lossReason) };
      refuse(statusProblem(goal.status, stage, goal.lossReason));
      if (afterDealId === dealId) refuse({ path: 'afterDealId', code: 'deal.itself', message: 'A card does not stand behind itself.' });
      const now = this.clock.now();
      const step = movedStep(before, goal, now);
      const stays = before.stageId === stageId;
      if (step) await this.save(tx, step, stays ? undefined : await this.cards.placeFor(tx, stageId, dealId, afterDealId));
      const deal = step?.deal ?? before;
      if (stays && afterDealId !== undefined) await this.cards.sort(tx, deal, afterDealId, now);
      return presentDeal(deal, stage, now);
    });
  }

  /** @throws DomainError `LEAD.DEAL_NOT_FOUND`, `LEAD.DEAL_STALE` */
  delete(dealId: Uuid, version: number): Promise<void> {
    return this.database.write(async (tx) => {
      const before = live(await this.deals.findForUpdate(tx, tx.tenantId, dealId), version);
      await this.save(tx, deletedStep(before, await this.stages.find(tx, before), this.clock.now()));
    });
  }

  /** @throws DomainError `LEAD.DEAL_NOT_FOUND`, `LEAD.DEAL_NOT_DELETED`, `LEAD.DEAL_EXISTS` with `existingId` */
  restore(dealId: Uuid): Promise<Deal> {
    // Somebody may take the external id between our look and our write: another look finds who.
    return untilNotOvertaken(() => this.database.write((tx) => this.bringBack(tx, dealId)));
  }

  /** A deal, a deleted one too. */
  private async known(tx: Tx, dealId: Uuid): Promise<DealRecord> {
    const deal = await this.deals.findById(tx, tx.tenantId, dealId);
    if (!deal) throw dealErrors.DEAL_NOT_FOUND();
    return deal;
  }

  private async bringBack(tx: Tx, dealId: Uuid): Promise<Deal> {
    const seen = await this.known(tx, dealId);
    // A deleted deal does not move, so this is its stage still once it is locked.
    await this.cards.lock(tx, [seen.stageId]);
    const before = await this.deals.findForUpdate(tx, tx.tenantId, dealId);
    if (!before || before.deletedAt === null) throw dealErrors.DEAL_NOT_DELETED();
    const { externalId } = before;
    const existingId = externalId && (await this.deals.findExternal(tx, tx.tenantId, [externalId])).get(externalId);
    if (existingId) throw dealErrors.DEAL_EXISTS({ extra: { existingId } });
    const step = restoredStep(before, await this.stages.find(tx, before), this.clock.now());
    const [position] = await this.cards.atEnd(tx, before.stageId, 1);
    await this.save(tx, step, position);
    return this.shown(tx, step.deal);
  }

  private async save(tx: Tx, step: DealStep, position?: string): Promise<void> {
    await this.deals.update(tx, tx.tenantId, step.deal, position);
    await this.journal.record(tx, [step]);
  }

  private async shown(tx: Tx, deal: DealRecord): Promise<Deal> {
    return presentDeal(deal, await this.stages.find(tx, deal), this.clock.now());
  }
}

function live(deal: DealRecord | undefined, version: number): DealRecord {
  if (!deal || deal.deletedAt !== null) throw dealErrors.DEAL_NOT_FOUND();
  if (deal.version !== version) throw dealErrors.DEAL_STALE({ extra: { currentVersion: deal.version } });
  return deal;
}

/** What a deal is in a stage when nothing is said: a closed one is open again where nothing is closed. */
function statusIn(closes: boolean, { status }: DealRecord): DealRecord['status'] {
  return isClosed(status) && !closes ? 'active' : status;
}

function reasonOf(before: DealRecord, status: DealRecord['status'] | undefined, lossReason: string | undefined): string | null {
  const read = acceptFields(lossReason === undefined ? {} : { lossReason });
  if ('errors' in read) throw dealErrors.DEAL_INVALID({ errors: read.errors });
  const stays = status === 'closed-lost' && before.status === 'closed-lost';
  return read.value.lossReason ?? (stays ? before.lossReason : null);
}

function refuse(problem: FieldProblem | undefined): void {
  if (problem) throw dealErrors.DEAL_INVALID({ errors: [problem] });
}
