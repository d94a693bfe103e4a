import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import { currentCaller } from '../../current-tenant.js';
import { SEARCH_VERSION } from '../../lead/search/search-keys.rules.js';
import { dealKeys } from '../../lead/search/work-keys.rules.js';
import type { DealRecord, DealStep } from '../deal.js';

/** Columns of a deal `d` under the names of {@link DealRecord}. */
export const DEAL_COLUMNS = `d.deal_id AS "dealId", d.version, d.lead_id AS "leadId", d.external_id AS "externalId", d.name, d.pipeline_id AS "pipelineId",
  d.stage_id AS "stageId", d.status, CASE WHEN d.amount IS NOT NULL THEN jsonb_build_object('amount', d.amount::text, 'currency', d.currency) END AS value,
  d.expected_close_on AS "expectedCloseOn", d.loss_reason AS "lossReason", d.products, d.owner_id AS "ownerId", d.tag_ids AS "tagIds", d.stage_entered_at AS "stageEnteredAt",
  d.opened_at AS "openedAt", d.closed_at AS "closedAt", d.created_at AS "createdAt", d.updated_at AS "updatedAt",
  coalesce(d.last_worked_at, d.updated_at) AS "lastWorkedAt", d.deleted_at AS "deletedAt",
  (SELECT CASE WHEN l.merged_into IS NULL THEN l.lead_id ELSE lead_survivor(l.tenant_id, l.merged_into) END
   FROM lead l WHERE l.tenant_id = d.tenant_id AND l.lead_id = d.lead_id) AS "standsWith"`;

const FIND: Statement = {
  name: 'deal-find',
  text: `SELECT ${DEAL_COLUMNS} FROM deal d WHERE d.tenant_id = $1 AND d.deal_id = $2 AND NOT d.hidden`,
};
const FIND_FOR_UPDATE: Statement = { name: 'deal-find-for-update', text: `${FIND.text} FOR UPDATE` };

// As whoever deletes or merges a lead takes it, and by id, so that two who want several do not wait for each other.
const HOLD_LIVE_LEADS: Statement = {
  name: 'deal-hold-live-leads',
  text: `SELECT lead_id AS "leadId" FROM lead WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) AND deleted_at IS NULL ORDER BY lead_id FOR SHARE`,
};

const FIND_EXTERNAL: Statement = {
  name: 'deal-find-external',
  text: `SELECT deal_id AS "dealId", external_id AS "externalId" FROM deal WHERE tenant_id = $1 AND external_id = ANY ($2::text[]) AND deleted_at IS NULL AND NOT hidden`,
};

const INSERT: Statement = {
  name: 'deal-insert',
  text: `INSERT INTO deal (tenant_id, deal_id, version, lead_id, external_id, name, pipeline_id, stage_id, status, amount, currency, expected_close_on,
                           loss_reason, products, owner_id, position, stage_entered_at, opened_at, closed_at, created_at, updated_at, last_worked_at,
                           search_version, search_keys)
         SELECT $1, "dealId", version, "leadId", "externalId", name, "pipelineId", "stageId", status, (value ->> 'amount')::numeric, value ->> 'currency',
                "expectedCloseOn", "lossReason", products, "ownerId", position, "stageEnteredAt", "openedAt", "closedAt", "createdAt", "updatedAt",
                "lastWorkedAt", ${SEARCH_VERSION}, "searchKeys"
         FROM jsonb_to_recordset($2::jsonb) AS s ("dealId" uuid, version integer, "leadId" uuid, "externalId" text, name text, "pipelineId" uuid,
           "stageId" uuid, status text, value jsonb, "expectedCloseOn" date, "lossReason" text, products jsonb, "ownerId" uuid, position text,
           "stageEnteredAt" timestamptz, "openedAt" timestamptz, "closedAt" timestamptz, "createdAt" timestamptz, "updatedAt" timestamptz,
           "lastWorkedAt" timestamptz, "searchKeys" text[])`,
};

const UPDATE: Statement = {
  name: 'deal-update',
  text: `UPDATE deal SET version = $3, name = $4, stage_id = $5, status = $6, amount = $7, currency = $8, expected_close_on = $9, loss_reason = $10,
           products = $11, owner_id = $12, position = CASE WHEN $17::timestamptz IS NULL THEN coalesce($13, position) END, stage_entered_at = $14,
           closed_at = $15, updated_at = $16, deleted_at = $17, search_version = ${SEARCH_VERSION}, search_keys = $18, pipeline_id = $19, last_worked_at = $20
         WHERE tenant_id = $1 AND deal_id = $2`,
};

// In the order of ids, so that two transactions never wait for each other.
const FIND_ALL_FOR_UPDATE: Statement = {
  name: 'deal-find-all-for-update',
  text: `SELECT ${DEAL_COLUMNS} FROM deal d WHERE d.tenant_id = $1 AND d.deal_id = ANY ($2::uuid[]) AND d.deleted_at IS NULL AND NOT d.hidden
         ORDER BY d.deal_id FOR UPDATE`,
};

const UPDATE_TAGS: Statement = {
  name: 'deal-update-tags',
  text: `UPDATE deal SET version = s.version, tag_ids = s."tagIds", updated_at = s."updatedAt", last_worked_at = s."lastWorkedAt"
         FROM jsonb_to_recordset($2::jsonb) AS s ("dealId" uuid, version integer, "tagIds" uuid[], "updatedAt" timestamptz, "lastWorkedAt" timestamptz)
         WHERE deal.tenant_id = $1 AND deal.deal_id = s."dealId"`,
};

const INSERT_HISTORY: Statement = {
  name: 'deal-stage-history-insert',
  text: `INSERT INTO deal_stage_history (tenant_id, deal_id, version, from_stage_id, to_stage_id, from_status, to_status, changed_at, seconds_in_stage,
                                         actor_kind, actor_id, request_id)
         SELECT $1, "dealId", version, "fromStageId", "toStageId", "fromStatus", "toStatus", "changedAt", seconds, $3, $4, $5
         FROM jsonb_to_recordset($2::jsonb) AS s ("dealId" uuid, version integer, "fromStageId" uuid, "toStageId" uuid, "fromStatus" text,
                                                  "toStatus" text, "changedAt" timestamptz, seconds bigint)`,
};

/** Deals as rows, deleted ones too, those of deleted leads not. */
@Injectable()
export class DealRepository {
  findById(tx: Tx, tenantId: Uuid, dealId: Uuid): Promise<DealRecord | undefined> {
    return tx.queryOne<DealRecord>(FIND, [tenantId, dealId]);
  }

  findForUpdate(tx: Tx, tenantId: Uuid, dealId: Uuid): Promise<DealRecord | undefined> {
    return tx.queryOne<DealRecord>(FIND_FOR_UPDATE, [tenantId, dealId]);
  }

  /** Of the given deals those that are there, locked. */
  findAllForUpdate(tx: Tx, tenantId: Uuid, dealIds: readonly Uuid[]): Promise<DealRecord[]> {
    return tx.query<DealRecord>(FIND_ALL_FOR_UPDATE, [tenantId, dealIds]);
  }

  /** @returns which of the leads are live; they stay so until the transaction ends */
  async holdLiveLeads(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[]): Promise<Set<Uuid>> {
    return new Set((await tx.query<{ leadId: Uuid }>(HOLD_LIVE_LEADS, [tenantId, leadIds])).map(({ leadId }) => leadId));
  }

  /** Ids of live deals by their external ids. */
  async findExternal(tx: Tx, tenantId: Uuid, externalIds: readonly string[]): Promise<Map<string, Uuid>> {
    const rows = await tx.query<{ dealId: Uuid; externalId: string }>(FIND_EXTERNAL, [tenantId, externalIds]);
    return new Map(rows.map(({ dealId, externalId }) => [externalId, dealId]));
  }

  /** @throws Error of a unique violation when another live deal has an external id */
  async create(tx: Tx, tenantId: Uuid, cards: readonly (DealRecord & { readonly position: string })[]): Promise<void> {
    await tx.execute(INSERT, [tenantId, JSON.stringify(cards.map((card) => ({ ...card, searchKeys: dealKeys(card) })))]);
  }

  /** @param position of the card when it is another than before */
  async update(tx: Tx, tenantId: Uuid, deal: DealRecord, position: string | null = null): Promise<void> {
    const { dealId, version, name, stageId, status, value, expectedCloseOn, lossReason, ownerId, stageEnteredAt, closedAt, updatedAt } =
      deal;
    const products = JSON.stringify(deal.products);
    const values = [
      version,
      name,
      stageId,
      status,
      value?.amount ?? null,
      value?.currency ?? null,
      expectedCloseOn,
      lossReason,
      products,
      ownerId,
    ];
    const times = [stageEnteredAt, closedAt, updatedAt, deal.deletedAt];
    await tx.execute(UPDATE, [tenantId, dealId, ...values, position, ...times, dealKeys(deal), deal.pipelineId, deal.lastWorkedAt]);
  }

  /** @param deals of which nothing but the tags is other than before */
  async updateTags(tx: Tx, tenantId: Uuid, deals: readonly DealRecord[]): Promise<void> {
    const rows = deals.map(({ dealId, version, tagIds, updatedAt, lastWorkedAt }) => ({
      dealId,
      version,
      tagIds,
      updatedAt,
      lastWorkedAt,
    }));
    await tx.execute(UPDATE_TAGS, [tenantId, JSON.stringify(rows)]);
  }

  async createHistory(tx: Tx, tenantId: Uuid, steps: readonly DealStep[]): Promise<void> {
    const rows = steps.flatMap(({ deal, move }) => {
      if (!move) return [];
      const { dealId, version, stageId: toStageId, status: toStatus } = deal;
      const from = { fromStageId: move.from?.stageId, fromStatus: move.from?.status, seconds: move.from?.secondsInStage };
      return [{ dealId, version, ...from, toStageId, toStatus, changedAt: move.changedAt }];
    });
    if (rows.length === 0) return;
    const { actor, requestId } = currentCaller();
    await tx.execute(INSERT_HISTORY, [tenantId, JSON.stringify(rows), actor.kind, actor.id, requestId]);
  }
}
