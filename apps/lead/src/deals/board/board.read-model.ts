import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { DealRecord } from '../deal.js';
import { DEAL_COLUMNS } from '../store/deal.repository.js';
import type { TotalRow } from './deal-total.js';

/** A card and where it stands. */
export type CardRow = DealRecord & { readonly position: string };

// Each column walks its own index and stops at its last card.
const FIND_CARDS: Statement = {
  name: 'deal-board-cards',
  text: `SELECT card.* FROM pipeline_stage s
         CROSS JOIN LATERAL (
           SELECT ${DEAL_COLUMNS}, d.position FROM deal d
           WHERE d.tenant_id = $1 AND d.stage_id = s.stage_id AND d.position IS NOT NULL AND NOT d.hidden ORDER BY d.position LIMIT $3) AS card
         WHERE s.tenant_id = $1 AND s.pipeline_id = $2`,
};

const FIND_TOTALS: Statement = {
  name: 'deal-board-totals',
  text: `SELECT stage_id AS "stageId", status, currency, count(*)::integer AS deals, sum(amount)::text AS sum
         FROM deal WHERE tenant_id = $1 AND pipeline_id = $2 AND deleted_at IS NULL AND NOT hidden GROUP BY stage_id, status, currency`,
};

/** What a board shows. */
@Injectable()
export class BoardReadModel {
  /** The first cards of every column, in their order. */
  findCards(tx: Tx, tenantId: Uuid, pipelineId: Uuid, most: number): Promise<CardRow[]> {
    return tx.query<CardRow>(FIND_CARDS, [tenantId, pipelineId, most]);
  }

  findTotals(tx: Tx, tenantId: Uuid, pipelineId: Uuid): Promise<TotalRow[]> {
    return tx.query<TotalRow>(FIND_TOTALS, [tenantId, pipelineId]);
  }
}
