import { Injectable } from '@nestjs/common';
import type { Deal, DealStageChange, ListDealsQuery } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { z } from 'zod';
import type { StageRecord } from '../../pipelines/pipeline.js';
import type { DealRecord } from '../deal.js';
import { presentDeal } from '../rules/present-deal.rules.js';
import { type Bind, dealConditions, type DealQuery } from './deal-conditions.rules.js';
import { DEAL_COLUMNS } from './deal.repository.js';

export interface DealPage {
  readonly items: readonly Deal[];
  readonly nextCursor: string | null;
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
const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });
const historyPosition = z.strictObject({ before: z.int() });

type Row = DealRecord & { readonly position: string | null };
type HistoryRow = Omit<DealStageChange, 'actor' | 'changedAt' | 'secondsInStage'> & {
  readonly actorKind: string;
  readonly actorId: string;
  readonly changedAt: Date;
  readonly secondsInStage: string | null;
};

/** Deals page by page: those of a stage as on the board, all others newest first. */
@Injectable()
export class DealListReadModel {
  async findPage(tx: Tx, tenantId: Uuid, query: ListDealsQuery, context: ListContext): Promise<DealPage> {
    const { limit } = query;
    const onBoard = query.stageId !== undefined && query.deleted === 'false';
    const values: unknown[] = [tenantId];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const conditions = [...dealConditions(asked(query, context), context.now, bind), ...beyond(query.cursor, onBoard, bind)];
    const found = await tx.query<Row>(
      `SELECT ${DEAL_COLUMNS}, d.position FROM deal d JOIN pipeline_stage s ON s.tenant_id = d.tenant_id AND s.stage_id = d.stage_id
       WHERE d.tenant_id = $1 AND ${conditions.join(' AND ')}
       ORDER BY ${onBoard ? 'd.position' : 'd.created_at DESC, d.deal_id DESC'} LIMIT ${bind(limit + 1)}`,
      values,
    );
    const rows = found.slice(0, limit);
    const last = found.length > limit ? rows.at(-1) : undefined;
    return { items: presentRows(rows, context.stages, context.now), nextCursor: last ? cursorOf(last, onBoard) : null };
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
export function cursorOf(deal: Row, onBoard: boolean): string {
  return onBoard ? encodeCursor({ position: deal.position }) : encodeCursor({ at: deal.createdAt.toISOString(), id: deal.dealId });
}

function asked({ rotting, deleted, ...query }: ListDealsQuery, { family }: ListContext): DealQuery {
  return { ...query, family, rotting: rotting && rotting === 'true', isDeleted: deleted === 'true' };
}

function beyond(cursor: string | undefined, onBoard: boolean, bind: Bind): string[] {
  if (cursor === undefined) return [];
  if (onBoard) return [`d.position > ${bind(decodeCursor(cardPosition, cursor).position)}`];
  const { at, id } = decodeCursor(position, cursor);
  return [`(d.created_at, d.deal_id) < (${bind(at)}::timestamptz, ${bind(id)}::uuid)`];
}

function presentChange({ actorKind, actorId, changedAt, secondsInStage, ...change }: HistoryRow): DealStageChange {
  const seconds = secondsInStage === null ? null : Number(secondsInStage);
  return { ...change, secondsInStage: seconds, changedAt: changedAt.toISOString(), actor: { kind: actorKind, id: actorId } };
}
