import { Controller } from '@nestjs/common';
import {
  createDeal,
  createDeals,
  deleteDeal,
  listDealAudit,
  listDeals,
  listDealStageHistory,
  moveDeal,
  patchDeal,
  readDeal,
  readDealBoard,
  restoreDeal,
} from '@leadstream/contracts';
import { created, Input, type InputOf, reply, Route } from '@leadstream/http';
import { BoardService } from './board/board.service.js';
import { DealCreationService } from './deal-creation.service.js';
import { DealService } from './deal.service.js';

@Controller()
export class DealController {
  constructor(
    private readonly deals: DealService,
    private readonly creations: DealCreationService,
    private readonly boards: BoardService,
  ) {}

  @Route(createDeal)
  async create(@Input() { body }: InputOf<typeof createDeal>) {
    const deal = await this.creations.create(body);
    return created(`/v1/deals/${deal.id}`, deal.version, deal);
  }

  @Route(createDeals)
  async createMany(@Input() { body }: InputOf<typeof createDeals>) {
    return { items: await this.creations.createMany(body.items) };
  }

  @Route(listDeals)
  list(@Input() { query }: InputOf<typeof listDeals>) {
    return this.deals.list(query);
  }

  @Route(readDealBoard)
  board(@Input() { query }: InputOf<typeof readDealBoard>) {
    return this.boards.read(query.pipeline, query.limit);
  }

  @Route(readDeal)
  async read(@Input() { params, query }: InputOf<typeof readDeal>) {
    const deal = await this.deals.read(params.id, query.include === 'engagement');
    return reply(deal, { version: deal.version });
  }

  @Route(patchDeal)
  async patch(@Input() { params, body, ifMatch }: InputOf<typeof patchDeal>) {
    const deal = await this.deals.patch(params.id, ifMatch, body);
    return reply(deal, { version: deal.version });
  }

  @Route(moveDeal)
  async move(@Input() { params, body, ifMatch }: InputOf<typeof moveDeal>) {
    const deal = await this.deals.move(params.id, ifMatch, body);
    return reply(deal, { version: deal.version });
  }

  @Route(deleteDeal)
  delete(@Input() { params, ifMatch }: InputOf<typeof deleteDeal>): Promise<void> {
    return this.deals.delete(params.id, ifMatch);
  }

  @Route(restoreDeal)
  async restore(@Input() { params }: InputOf<typeof restoreDeal>) {
    const deal = await this.deals.restore(params.id);
    return reply(deal, { version: deal.version });
  }

  @Route(listDealAudit)
  audit(@Input() { params, query }: InputOf<typeof listDealAudit>) {
    return this.deals.audit(params.id, query);
  }

  @Route(listDealStageHistory)
  history(@Input() { params, query }: InputOf<typeof listDealStageHistory>) {
    return this.deals.history(params.id, query);
  }
}
