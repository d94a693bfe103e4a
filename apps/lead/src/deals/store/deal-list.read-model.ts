import { Injectable } from '@nestjs/common';
import { type Deal, type DealStageChange, type DealTotal, type ListDealsQuery, MAX_DEAL_TOTAL } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { z } from 'zod';
import type { StageRecord } from '../../pipelines/pipeline.js';
import type { DealRecord } from '../deal.js';
import { presentDeal } from '../rules/present-deal.rules.js';
import { type Bind, dealConditions, type DealQuery } from './deal-conditions.rules.js';
import { type DealOrderPart, type DealSort, orderParts, positionIn, positionOf } from './deal-order.rules.js';
import { DEAL_COLUMNS } from './deal.repository.js';

export interface DealPage {
  readonly items: readonly Deal[];
  readonly nextCursor: string | null;
  /** Only when it is asked for. */
  readonly total?: DealTotal;
}

export interface DealHistoryPage {
  readonly items: readonly DealStageChange[];
  readonly nextCursor: string | null;
}

interface ListContext {
  /** Leads whose deals are meant; every one's when undefined. */
  readonly family: readonly Uuid[] | undefined;
  readonly stages: ReadonlyMap<Uuid, StageRecord>;
  readonly now: Date;
}

/** Place of a card in its column. */
const cardPosition = z.strictObject({ position: z.string().regex(/^[0-9A-Za-z]+$/) });
const historyPosition = z.strictObject({ before: z.int() });

interface AskedPart {
  readonly query: ListDealsQuery;
  readonly context: ListContext;
  readonly part: DealOrderPart;
  readonly most: number;
}

type Row = DealRecord & { readonly position: string | null };
type HistoryRow = Omit<DealStageChange, 'actor' | 'changedAt' | 'secondsInStage'> & {
  readonly actorKind: string;
  readonly actorId: string;
  readonly changedAt: Date;
  readonly secondsInStage: string | null;
};

/** What deals are sorted by: a column of them, or their places on the board. */
type DealOrder = DealSort | 'board';

const FROM = 'deal d JOIN pipeline_stage s ON s.tenant_id = d.tenant_id AND s.stage_id = d.stage_id';

/** Deals page by page, in an order that is asked for; without one those of a stage as on the board, all others newest first. */
@Injectable()
export class DealListReadModel {
  async findPage(tx: Tx, tenantId: Uuid, query: ListDealsQuery, context: ListContext): Promise<DealPage> {
    const { limit, cursor } = query;
    const order = query.sort ?? (query.stageId !== undefined && query.deleted === 'false' ? 'board' : '-createdAt');
    const found: Row[] = [];
    for (const part of partsOf(order, cursor))
      if (found.length <= limit)
        found.push(...(await this.findPart(tx, tenantId, { query, context, part, most: limit + 1 - found.length })));
    const rows = found.slice(0, limit);
    const last = found.length > limit ? rows.at(-1) : undefined;
    return { items: presentRows(rows, context.stages, context.now), nextCursor: last ? cursorOf(last, order) : null };
  }

  /** How many deals the pages of a query have together, counted to {@link MAX_DEAL_TOTAL}. */
  async count(tx: Tx, tenantId: Uuid, query: ListDealsQuery, context: ListContext): Promise<DealTotal> {
    const values: unknown[] = [tenantId];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const conditions = listConditions(query, context, bind).join(' AND ');
    const found = await tx.queryOne<{ deals: number }>(
      `SELECT count(*)::integer AS deals FROM (SELECT FROM ${FROM} WHERE ${conditions} LIMIT ${bind(MAX_DEAL_TOTAL + 1)}) AS found`,
      values,
    );
    const deals = found?.deals ?? 0;
    return deals > MAX_DEAL_TOTAL ? { count: MAX_DEAL_TOTAL, relation: 'at-least' } : { count: deals, relation: 'exact' };
  }

  private findPart(tx: Tx, tenantId: Uuid, { query, context, part, most }: AskedPart): Promise<Row[]> {
    const values: unknown[] = [tenantId];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const conditions = [...listConditions(query, context, bind), ...part.conditions(bind)].join(' AND ');
    return tx.query<Row>(
      `SELECT ${DEAL_COLUMNS}, d.position FROM ${FROM} WHERE ${conditions} ORDER BY ${part.orderBy} LIMIT ${bind(most)}`,
      values,
    );
  }

  async findHistory(
    tx: Tx,
    tenantId: Uuid,
    dealId: Uuid,
    { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<DealHistoryPage> {
    const before = cursor === undefined ? null : decodeCursor(historyPosition, cursor).before;
    const rows = await tx.query<HistoryRow>(
      `SELECT version, from_stage_id AS "fromStageId", to_stage_id AS "toStageId", from_status AS "fromStatus", to_status AS "toStatus",
              changed_at AS "changedAt", seconds_in_stage AS "secondsInStage", actor_kind AS "actorKind", actor_id AS "actorId", request_id AS "requestId"
       FROM deal_stage_history WHERE tenant_id = $1 AND deal_id = $2 AND ($3::integer IS NULL OR version < $3) ORDER BY version DESC LIMIT $4`,
      [tenantId, dealId, before, limit + 1],
    );
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return { items: page.map(presentChange), nextCursor: last ? encodeCursor({ before: last.version }) : null };
  }
}

/** Deals without where their cards stand, which is nobody's business. */
export function presentRows(rows: readonly Row[], stages: ReadonlyMap<Uuid, StageRecord>, now: Date): Deal[] {
  return rows.flatMap(({ position: _, ...deal }) => {
    const stage = stages.get(deal.stageId);
    return stage ? [presentDeal(deal, stage, now)] : [];
  });
}

/** Where a list goes on behind a deal. */
export function cursorOf(deal: Row, order: DealOrder): string {
  return order === 'board' ? encodeCursor({ position: deal.position }) : encodeCursor({ sort: order, ...positionOf(deal, order) });
}

function partsOf(order: DealOrder, cursor: string | undefined): DealOrderPart[] {
  if (order !== 'board') return orderParts(order, cursor === undefined ? undefined : decodeCursor(positionIn(order), cursor));
  const after = cursor === undefined ? undefined : decodeCursor(cardPosition, cursor).position;
  return [{ orderBy: 'd.position', conditions: (bind) => (after === undefined ? [] : [`d.position > ${bind(after)}`]) }];
}

/**
 * `$1` is the tenant. It is hidden from the planner where a deal is asked for by its external id: of a tenant that statistics do not know yet the planner
 * expects a single deal, takes the index of the order to be as good, and reads all of them.
 */
function listConditions({ rotting, deleted, ...query }: ListDealsQuery, { family, now }: ListContext, bind: Bind): string[] {
  const asked: DealQuery = { ...query, family, rotting: rotting && rotting === 'true', isDeleted: deleted === 'true' };
  const tenant = query.externalId === undefined ? 'd.tenant_id = $1' : 'd.tenant_id = (SELECT $1::uuid)';
  return [tenant, ...dealConditions(asked, now, bind)];
}

function presentChange({ actorKind, actorId, changedAt, secondsInStage, ...change }: HistoryRow): DealStageChange {
  const seconds = secondsInStage === null ? null : Number(secondsInStage);
  return { ...change, secondsInStage: seconds, changedAt: changedAt.toISOString(), actor: { kind: actorKind, id: actorId } };
}
