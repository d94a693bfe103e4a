import { Injectable } from '@nestjs/common';
import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';
import { dealReorderedV1 } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { dealErrors } from '../deal.errors.js';
import type { DealRecord } from '../deal.js';
import { CardOrderRepository } from './card-order.repository.js';

/** Each drag between the same two cards adds up to a character; a column whose keys grow longer is numbered anew. */
export const MAX_KEY_LENGTH = 40;

/**
 * The order of cards by fractional indexes: a card takes a key between those of its neighbours, no other card is written. Who moves cards
 * of a column holds its stage, so that no two take one key; the database refuses it besides.
 */
@Injectable()
export class CardOrderService {
  constructor(
    private readonly cards: CardOrderRepository,
    private readonly outbox: Outbox,
  ) {}

  /** Columns that cards go to; before any deal is locked. */
  lock(tx: Tx, stageIds: readonly Uuid[]): Promise<void> {
    return this.cards.lockStages(tx, tx.tenantId, stageIds);
  }

  /** Keys behind the last card of a column, in their order. */
  async atEnd(tx: Tx, stageId: Uuid, count: number): Promise<string[]> {
    return generateNKeysBetween(await this.cards.findLast(tx, tx.tenantId, stageId), null, count);
  }

  /**
   * Key of a card that moves.
   * @param afterDealId the card to stand behind; null = first, undefined = last
   * @throws DomainError `LEAD.DEAL_NEIGHBOUR_GONE`
   */
  async placeFor(tx: Tx, stageId: Uuid, dealId: Uuid, afterDealId: Uuid | null | undefined): Promise<string> {
    const key = await this.between(tx, stageId, dealId, afterDealId);
    if (key.length <= MAX_KEY_LENGTH) return key;
    const dealIds = await this.cards.findAll(tx, tx.tenantId, stageId);
    await this.cards.rewrite(tx, tx.tenantId, dealIds, generateNKeysBetween(null, null, dealIds.length));
    return this.between(tx, stageId, dealId, afterDealId);
  }

  /**
   * Puts a card to another place of its column, which is told; one that stands there already stays.
   * @param deal as it is once the transaction ends
   * @throws DomainError `LEAD.DEAL_NEIGHBOUR_GONE`
   */
  async sort(tx: Tx, deal: DealRecord, afterDealId: Uuid | null, now: Date): Promise<void> {
    const { dealId, leadId, pipelineId, stageId, version } = deal;
    if (await this.standsBehind(tx, stageId, dealId, afterDealId)) return;
    await this.cards.put(tx, tx.tenantId, dealId, await this.placeFor(tx, stageId, dealId, afterDealId));
    const data = { dealId, leadId, pipelineId, stageId, afterDealId, reorderedAt: now.toISOString() };
    await this.outbox.add(tx, dealReorderedV1, { data, sequence: version, time: now });
  }

  private async standsBehind(tx: Tx, stageId: Uuid, dealId: Uuid, afterDealId: Uuid | null): Promise<boolean> {
    const before = afterDealId === null ? null : await this.cards.findOf(tx, tx.tenantId, stageId, afterDealId);
    if (before === undefined) throw dealErrors.DEAL_NEIGHBOUR_GONE();
    return (await this.cards.findNext(tx, tx.tenantId, stageId, before)) === (await this.cards.findOf(tx, tx.tenantId, stageId, dealId));
  }

  private async between(tx: Tx, stageId: Uuid, dealId: Uuid, afterDealId: Uuid | null | undefined): Promise<string> {
    if (afterDealId === undefined) return generateKeyBetween(await this.cards.findLast(tx, tx.tenantId, stageId), null);
    const before = afterDealId === null ? null : await this.cards.findOf(tx, tx.tenantId, stageId, afterDealId);
    if (before === undefined) throw dealErrors.DEAL_NEIGHBOUR_GONE();
    return generateKeyBetween(before, await this.cards.findNext(tx, tx.tenantId, stageId, before, dealId));
  }
}
