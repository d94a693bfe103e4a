import type { Deal } from '@leadstream/contracts';
import type { StageRecord } from '../../pipelines/pipeline.js';
import type { DealRecord } from '../deal.js';
import { isRotting, probabilityOf } from './deal-status.rules.js';

/** As the API shows it. */
export function presentDeal(deal: DealRecord, stage: StageRecord, now: Date): Deal {
  const {
    dealId,
    standsWith,
    products,
    tagIds,
    stageEnteredAt,
    openedAt,
    closedAt,
    createdAt,
    updatedAt,
    lastWorkedAt: _lastWorkedAt,
    deletedAt,
    ...rest
  } = deal;
  return {
    id: dealId,
    ...rest,
    leadId: standsWith,
    products: [...products],
    tagIds: [...tagIds],
    probability: probabilityOf(deal, stage),
    rotting: isRotting(deal, stage, now),
    stageEnteredAt: stageEnteredAt.toISOString(),
    openedAt: openedAt.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    deletedAt: deletedAt?.toISOString() ?? null,
  };
}
